"""Words that tell what a name in English news is: titles, first names, known firms, outlets, words that are no name.

Of the outlets some are firms too; as the source of a story they are not what it is about.
"""

from __future__ import annotations

TITLES = frozenset(
    "CEO CTO CFO COO CIO President Chairman Chairwoman Chair Director Professor Prof Prof. Dr Dr. Mr Mr. Mrs Mrs. "
    "Ms Ms. Sen Sen. Senator Rep Rep. Representative Gov Gov. Governor Mayor Judge Justice Sir Lady Lord Dame "
    "Minister Secretary Chancellor Attorney General Gen Gen. Lt Lt. Sgt Capt. Captain Chief Officer Founder "
    "Cofounder Co-founder Analyst Coach King Queen Prince Princess Pope Father Rev. Speaker Ambassador "
    "Commissioner Detective Officer Spokesperson Spokesman Ex-President Former Vice Prime First Senior Executive "
    "VP Republican Democrat Democratic Editor Author".split()
)
NO_NAME = frozenset(
    "North South East Middle New Los San Las Latin Great Saint St Central Northern Southern "
    "The A An This That These Those It He She They We I You My Our Your His Her Their Its But And Or So Yet If "
    "When While As For In On At By With From To Of After Before Since Until During Under Over About Against "
    "Between Into Through Because Although Though However Meanwhile Also Now Then Today Here There What Who Why "
    "How Where Which Not No Yes Some Many Most More All Both Each Every Another Other One Two Three Four Five "
    "Last Next Even Just Only Still Such Like Unlike According Despite Instead Earlier Later Recently Once "
    "Perhaps Maybe Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June "
    "July August September October November December Jan Feb Aug Sept Oct Nov Dec Mon Tue Wed Thu Fri Sat Sun "
    "Photograph Photo Image Images Getty Updated Published Read Share Save Internet Web Christmas English AI A.I. "
    "CEO US U.S. UK U.K. EU E.U. America American Americans Britain British Europe European China Chinese Russia "
    "Russian Ukraine Ukrainian Japan Japanese India Indian Germany German France French Israel Israeli Canada "
    "Canadian Italy Italian Africa African Asia Asian Australia Australian Mexico Texas California Florida "
    "Washington London Paris Beijing Brussels York Francisco Angeles Silicon Valley Congress Senate House "
    "Republicans Democrats Twitter’s Well First Second Third Finally Additionally Moreover Furthermore Say Says "
    "Said ET PT EST EDT GMT TV PC API GPU GPUs LLM LLMs ML IT PDF OK Q&A Black White Western Democratic "
    "Republican State States United Part Step Section Table Figure Chapter Credit CTO CFO Nearly Almost Around "
    "Among Besides Thanks Given Using Let Take See Can Could Would Should Will Do Does Did Is Are Was Were Have "
    "Has Had Be Being Been Get Make Made Ask Asked Speaking Writing While Whether Without Within Across Along "
    "Amid Beyond Those Nobody Everyone Everybody Someone Something Nothing Everything Anyone People Users "
    "Researchers Experts Scientists Companies Artificial Intelligence Machine Learning Data Generative Technology "
    "Tech Google-owned Meta-owned Large".split()
)
OUTLETS = frozenset(
    "VentureBeat Reuters CNN Bloomberg WIRED Wired CNBC BBC NPR AP Axios Vox Mashable TechCrunch CNET Gizmodo "
    "Forbes Fortune Politico Guardian Verge Times Post Journal Atlantic Register Insider Observer Economist "
    "Recode Stat ProPublica NBC ABC CBS Fox Telegraph Independent AFP Associated Motherboard Vice Engadget "
    "Decoder Gartner Forrester Deloitte McKinsey IDC".split()
)
ORG_WORDS = frozenset(
    "AI Inc Inc. Corp Corp. Ltd Ltd. LLC Labs Lab Technologies Systems Software Networks Robotics Therapeutics "
    "Ventures Capital Partners Holdings Group Bank Airlines Motors Studios Entertainment Pictures Records "
    "University Institute College School Foundation Association Federation Union Council Company Co Co. Research "
    "Health Pharmaceuticals Media Games Energy Semiconductor Electronics Analytics Security Cloud Solutions "
    "Agency Commission Department Administration Bureau Authority Committee Court Ministry Office Police Party "
    "Guild Alliance Center Centre Museum Hospital Firm LLP Trust Fund Society Network Services Industries "
    "International Insurance".split()
)
ORGS = frozenset(
    "OpenAI Google Microsoft Meta Apple Amazon Nvidia NVIDIA Anthropic Tesla Twitter Facebook IBM Intel AMD "
    "Samsung Baidu Tencent Alibaba TikTok ByteDance Adobe Netflix Salesforce Oracle Snowflake Databricks Cohere "
    "Midjourney DeepMind Shutterstock Spotify Uber Lyft Airbnb Snap Reddit Discord Slack Zoom LinkedIn YouTube "
    "Instagram WhatsApp GitHub Qualcomm Arm TSMC Huawei Sony Nintendo Disney Neuralink SpaceX xAI Palantir Stripe "
    "PayPal Shopify Walmart Boeing Ford Toyota Volkswagen BMW Pfizer Moderna Alphabet Cruise Waymo Clearview "
    "Inflection Runway ElevenLabs Grammarly Duolingo Khan Coursera Chegg Dell HP Cisco VMware SAP Accenture "
    "Starbucks McDonald’s Southwest".split()
)
BIG = frozenset(
    "Google Microsoft Meta Apple Amazon Nvidia NVIDIA Tesla Twitter Facebook IBM Intel AMD Samsung Alphabet "
    "Adobe".split()
)
WOMEN = frozenset(
    "Alexandra Alice Alison Amanda Amy Ana Angela Anna Anne Barbara Carol Caroline Catherine Christina "
    "Christine Claire Daniela Deborah Diana Diane Elaine Elena Elizabeth Ella Ellen Emily Emma Erin Eva Fei-Fei "
    "Gina Grace Hannah Heather Helen Hillary Jane Janet Jennifer Jessica Jill Joan Judy Julia Julie Kamala "
    "Karen Kate Katherine Kathy Katie Lady Lara Laura Lauren Linda Lisa Liz Lucy Margaret Maria Mary Meg Megan "
    "Melissa Michelle Mira Monica Mrs Mrs. Ms Ms. Nancy Naomi Natalie Nicole Olivia Patricia Paula Princess "
    "Queen Rachel Rebecca Rosa Ruth Samantha Sandra Sara Sarah Sharon Sophia Sophie Stella Stephanie Susan "
    "Timnit Vanessa Victoria Wendy Zoe".split()
)
MEN = frozenset(
    "Aaron Adam Adrian Ahmed Alan Albert Alexander Andrew Andy Anthony Antonio Arthur Barack Ben Benjamin "
    "Bernie Bill Bob Brad Brian Bruce Bryan Carl Carlos Charles Chuck Craig Dan Daniel Dario Dave David Demis "
    "Dennis Donald Doug Ed Edward Elon Eric Erik Frank Fred Gary Geoff Geoffrey George Greg Gregory Harry Henry "
    "Howard Ian Ilya Isaac Ivan Jack Jacob James Jason Jeff Jeffrey Jensen Jeremy Jerry Jim Jimmy Joe Joel John "
    "Jon Jonathan Jose Joseph Josh Joshua Juan Justin Keith Ken Kenneth Kevin King Kyle Larry Lord Louis Luis "
    "Luke Marc Marcus Mark Martin Matt Matthew Michael Miguel Mike Mohammed Mr Mr. Nathan Neil Nicholas Nick "
    "Noah Oscar Patrick Paul Peter Phil Philip Prince Ralph Richard Rick Rob Robert Roger Ron Ryan Samuel Satya "
    "Scott Sean Sergey Simon Sir Stephen Steve Steven Stuart Sundar Ted Thomas Tim Timothy Todd Tom Tony Victor "
    "Vincent Walter Wayne William Yann Yoshua".split()
)
_EITHER = frozenset(
    "Alex Ali Andrea Andrej Arvind Ashley Brandon Charlie Chris Christian Christopher Douglas Eli Elise Evan "
    "Jamie Jan Jay Jen Jess Jordan Julian Kelly Kim Lee Leo Lucas Max Noam Pat Ray Robin Sam Shane Tracy Will "
    "Zach".split()
)
FIRST_NAMES = (WOMEN | MEN | _EITHER) - TITLES
