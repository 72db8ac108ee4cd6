"""What questions say about time, one a line: the days they point at, their bounds, the state of knowledge they want."""

from __future__ import annotations

from datetime import date

import pytest

from rag.asked.when import When, read_when

ASKED = date(2024, 6, 19)  # a Wednesday

QUESTIONS = """
What did OpenAI announce on 14 March 2023? | 2023-03-14..2023-03-21
What did OpenAI announce on March 14th, 2023? | 2023-03-14..2023-03-21
Which lab published its charter on Jan. 7 2023? | 2023-01-07..2023-01-14
What was reported on 2023-11-24 about the power bank recall? | of articles 2023-11-24..2023-11-24
Who testified on the 16th of May 2023? | 2023-05-16..2023-05-23
What happened at Stability AI on 23/3/2024? | 2024-03-23..2024-03-30
What happened at Stability AI on 3/4/2024? |
Who left the company on 5/5/2023? | 2023-05-05..2023-05-12
Who spoke at the summit on Wednesday, November 1, 2023? | 2023-11-01..2023-11-08
What did Anthropic ship on March 4? | 2024-03-04..2024-03-11
What did Meta say on 18 July about Llama? | 2023-07-18..2023-07-25
What was launched in March 2023? | 2023-03-01..2023-04-07
How much did Mistral raise in December of 2023? | 2023-12-01..2024-01-07
How many people were laid off in Feb 2024? | 2024-02-01..2024-03-07
Which company had its IPO in Sept. 2023? | 2023-09-01..2023-10-07
What did the FTC open in July? | 2023-07-01..2023-08-07
Which model did Google launch in May? | 2024-05-01..2024-06-07
Who was sued last November? | 2023-11-01..2023-12-07
What changed in April of last year? | 2023-04-01..2023-05-07
Who resigned in January this year? | 2024-01-01..2024-02-07
What was in OpenAI's March update? | 2024-03-01..2024-04-07
Why did the November 2023 board fight happen? | 2023-11-01..2023-12-07
What was Nvidia's revenue in Q3 2023? | 2023-07-01..2023-11-14
How much did Microsoft spend in the third quarter of 2023? | 2023-07-01..2023-11-14
What were Alphabet's results for 2024 Q1? | 2024-01-01..2024-05-15
How many GPUs shipped in the fourth quarter? | 2023-10-01..2024-02-14
Which startups raised money in the first half of 2023? | 2023-01-01..2023-08-14
Who led venture funding in H2 2022? | 2022-07-01..2023-02-14
Who went on strike in the summer of 2023? | 2023-06-01..2023-09-07
What did Apple plan for fall 2023? | 2023-09-01..2023-12-07
Which chatbots came out in spring 2023? | 2023-03-01..2023-06-07
What did Reddit change last summer? | 2023-06-01..2023-09-07
Who was hired in 2022? | 2022-01-01..2022-12-31
What was 2023's biggest AI deal? | 2023-01-01..2023-12-31
Who led the 2023 funding round of Inflection? | 2023-01-01..2023-12-31
What did Nvidia show at CES 2023? | 2023-01-01..2023-12-31
What happened to DeepMind during 2023? | 2023-01-01..2023-12-31
Which AI laws passed between May and July 2023? | strict 2023-05-01..2023-07-31
Who left OpenAI between 17 November 2023 and 22 November 2023? | strict 2023-11-17..2023-11-22
How many staff were cut from January to March 2024? | strict 2024-01-01..2024-03-31
What did the EU decide from 3 to 7 May 2023? | strict 2023-05-03..2023-05-07
What happened between November and February? | strict 2023-11-01..2024-02-29
How did GPU prices move between 2021 and 2023? | strict 2021-01-01..2023-12-31
What was said at the summit of November 1-2, 2023? | 2023-11-01..2023-11-09
Which deals closed in 2022-23? | 2022-01-01..2023-12-31
Which deals closed March–May 2023? | 2023-03-01..2023-06-07
What has Anthropic released since March 2024? | strict 2024-03-01..
What has Anthropic released since 4 March? | strict 2024-03-04..
What did OpenAI publish before 2023? | strict ..2022-12-31
What did OpenAI publish after 3 March 2023? | strict 2023-03-04..
Who ran Twitter until October 2022? | strict ..2022-10-31
Which companies had signed by 21 July 2023? | strict ..2023-07-21
What did regulators say prior to November 2023? | strict ..2023-10-31
Who joined xAI after 2022 and before March 2024? | strict 2023-01-01..2024-02-29
What will Microsoft have achieved by 2030? |
What happened from June 2023 onwards? | strict 2023-06-01..
As of 3 March 2023, who was the CEO of Twitter? | as of 2023-03-03
How many users did ChatGPT have as of January 2023? | as of 2023-01-31
What was known by June 2023 about GPT-5? | as of 2023-06-30
What was known about Gemini by 1 December 2023? | as of 2023-12-01
As of today, who owns the most GPUs? | as of 2024-06-19 latest
What did Apple unveil today? | of articles 2024-06-19..2024-06-19
Who was fired yesterday? | 2024-06-17..2024-06-19
What did Nvidia announce this week? | of articles 2024-06-13..2024-06-19
Which startup was bought last week? | 2024-06-04..2024-06-19
What happened over the weekend at xAI? | 2024-06-13..2024-06-19
What did the judge rule on Tuesday? | 2024-06-18..2024-06-19
What did Musk post last Friday? | 2024-06-04..2024-06-19
What did Adobe change this month? | of articles 2024-06-01..2024-06-19
What did Adobe change last month? | 2024-05-01..2024-06-19
How much did Nvidia earn last quarter? | 2024-01-01..2024-06-19
Who raised the most this year? | 2024-01-01..2024-06-19
Who raised the most last year? | 2023-01-01..2024-02-14
What was announced two weeks ago? | 2024-06-01..2024-06-16
What happened in the past 10 days? | 2024-06-09..2024-06-19
Which models came out over the last three months? | 2024-03-19..2024-06-19
Who resigned three days ago? | 2024-06-15..2024-06-19
Which firm was sued a year ago? | 2022-12-19..2023-12-25
Who recently left OpenAI? | 2024-05-05..2024-06-19
Which company just released a new model? | 2024-05-05..2024-06-19
What is the latest on the Musk lawsuit? | latest
Who heads Dunmore today? | latest
What does Quill cost today? | latest
Where is Orca based today? | latest
What is OpenAI's most recent model? | latest
Who is currently running Stability AI? | latest
Who is the CEO of Stability AI now? | latest
What is Google's newest chip? | latest
When was Sora first announced? | first
Who first reported the Amazon investment? | first
What was the earliest report about Q*? | first
What was OpenAI originally founded to do? | first
What happened in early March 2023? | 2023-03-01..2023-03-17
What happened in mid-November 2023? | 2023-11-11..2023-11-27
Who left in late 2023? | 2023-09-01..2024-01-07
What had been promised by the end of 2023? | strict ..2023-12-31
What was shipped at the end of March 2024? | 2024-03-21..2024-04-07
Who was hired at the beginning of last year? | 2023-01-01..2023-05-07
Which features arrived since GPT-4 came out? |
May they use my data for training? |
Did protesters march on the offices? |
What does Claude 3.5 cost compared with Llama 2? |
How many of 2,000 employees signed? |
Did SB 1047 pass? |
Did the first lady use ChatGPT? |
What happened to First Republic? |
How long did the outage last? |
Does ServiceNow offer Now Assist? |
Will the ban last long? |
What is o3? |
What did they pay, $2023 or more? |
Does it run on Windows 2000? |
What did Congress do since 2024 until 2022? | contradiction
Who was fired on 30 February 2023? | contradiction
What was decided between July 2023 and May 2023? | contradiction
What did the New York Times report in late December about OpenAI? | 2023-12-21..2024-01-07
What has changed since yesterday? | strict 2024-06-18..
What will Apple do next month? |
What did The Verge write about Gemini in the week of 4 December 2023? | 2023-12-04..2023-12-17
Who won the award that was founded in 1998 this week? | of articles 2024-06-13..2024-06-19
How did coverage change between the report of 3 October 2023 and 9 October 2023? | of articles 2023-10-03..2023-10-09
Which chip had Nvidia promised no later than June 2023? | strict ..2023-06-30
What has happened at Tesla in recent weeks? | 2024-05-05..2024-06-19
Which AI bills passed earlier this year? | 2024-01-01..2024-06-19
Back in March, what did Italy's regulator do to ChatGPT? | 2024-03-01..2024-04-07
Tell me everything OpenAI announced at DevDay (6 November 2023). | 2023-11-06..2023-11-13
Which lawsuits were filed in Q4 of last year? | 2023-10-01..2024-02-14
what happened with sam altman in nov 2023 | 2023-11-01..2023-12-07
What did Nvidia guide for the first quarter of fiscal 2025? | own year
What was its revenue in FY24? | own year
What was Doverline's second-quarter revenue in 2024? | 2024-04-01..2024-08-14
In 2024, what did Doverline earn in the third quarter? | 2024-07-01..2024-11-14
What was AMD's H1 2025 profit? | 2025-01-01..2025-08-14
Which articles about Nvidia are from March 2023? | of articles 2023-03-01..2023-03-31
Any news on Mistral since May 2024? | of articles 2024-05-01..
What did Nvidia report in March 2023? | 2023-03-01..2023-04-07
Which of the 2024 primaries saw AI robocalls? | 2024-01-01..2024-12-31
How has headcount at Google changed since the layoffs of January 2023? | 2023-01-01..
What were the biggest AI stories of 2023? | of articles 2023-01-01..2023-12-31
Who bought GPUs in the run-up to the March 2024 GTC keynote? | 2024-03-01..2024-04-07
Is Sam Altman still CEO as of 20 November 2023? | as of 2023-11-20
As of last week, how many countries had signed? | as of 2024-06-16
Did Google or Microsoft spend more in the three months to 31 March 2024? | 2024-01-01..2024-05-15
What did the Senate hear on the 13th of September? | 2023-09-13..2023-09-20
Who won on 29 February? | 2024-02-29..2024-03-07
What is due on 31 June 2024? | contradiction
Why didn't Apple ship the headset until February 2024? | 2024-02-01..2024-03-07
How many Teslas were recalled in the twelve months before March 2024? | strict ..2024-02-29
Which firms signed the pledge of July 21, 2023? | 2023-07-21..2023-07-28
Anything new from Mistral in the last couple of weeks? | 2024-06-05..2024-06-19
What did DeepMind publish a few months ago? | 2024-01-20..2024-03-27
What has OpenAI said over the past 48 hours? | 2024-06-17..2024-06-19
What did Meta do in 2021, 2022 and 2023? | 2021-01-01..2023-12-31
Compare Nvidia's data-centre revenue in Q1 2023 and Q1 2024. | 2023-01-01..2024-05-15
How does the May 2024 Gemini release compare with the one of December 2023? | 2023-12-01..2024-06-07
Will Apple announce AI features next week? |
What is planned for tomorrow? |
What did the company once known as 23andMe say in October? | 2023-10-01..2023-11-07
Who is Jan Leike? |
Did April Chen join by May? | strict ..2024-05-31
Why did Theresa May speak about AI? |
Can o1 or GPT-4o beat Claude 3 Opus? |
How much is 2024 worth of compute? |
What is the 2030 agenda? |
Which chip replaced the H100 in 2024? | 2024-01-01..2024-12-31
Where was the first AI Safety Summit held? |
Who was the first person to hear about Altman's dismissal? |
What was the first model that Mistral published? | first
When did Microsoft first invest in OpenAI? | first
What did reporters originally say about the cause? | first
What's the latest? | latest
Latest news on Anthropic | latest
What's the current status of the Getty Images case? | latest
What model powers Copilot these days? | latest
Who is now the chair of OpenAI's board? | latest
Which outlets reported it first? | first
Did Inflection's CEO just leave for Microsoft? | 2024-05-05..2024-06-19
Was it just a rumor? |
Just how big is Grok? |
Who does USA Today say won? |
What does Amazon's Just Walk Out use? |
How many jobs were lost between Monday and Wednesday? | strict 2024-06-17..2024-06-19
What did the EU agree between late 2023 and early 2024? | strict 2023-09-01..2024-04-30
What came of the talks before and after 22 November 2023? |
What had been written on Sora up to 15 February 2024? | strict ..2024-02-15
What happened in the week beginning 13 May 2024? | 2024-05-13..2024-05-26
What was decided at the start of this month? | 2024-06-01..2024-06-17
Did anything change during Q2? | 2024-04-01..2024-08-14
Who led AI at Apple from 2018 to 2024? | strict 2018-01-01..2024-12-31
Which Pixel phones launched in autumn last year? | 2023-09-01..2023-12-07
Has Reuters written anything on this since 1 June? | strict 2024-06-01..
What was in the 14/06/2024 edition? | 2024-06-14..2024-06-21
How did things look a year and a half ago? |
What was reported between 2023-11-17 and 2023-11-21? | of articles 2023-11-17..2023-11-21
What did the board know in November 2023? | 2023-11-01..2023-12-07
Which AI Act drafts circulated before 2021's proposal? |
What did Tesla's Autopilot team lose in '23? | 2023-01-01..2023-12-31
At which London summit was the Bletchley declaration signed in late autumn 2023? | 2023-11-01..2023-12-07
What was decided on July 4, 1776? | 1776-07-04..1776-07-11
What was published at 2023-10-04T22:42:00+00:00? | 2023-10-04..2023-10-11
How many people have left since the restructuring that began in March last year? | 2023-03-01..
Which country needs a permit starting this week? | of articles 2024-06-13..2024-06-19
Did the paper change its view after 6 November 2023, compared with its report of 1 November 2023? | 2023-11-01..
What did OpenAI say this week about work it did before 2023? | of articles 2024-06-13..2024-06-19
Which seven games did they win from 1905 to 1913, as told on 17 November 2023? | 2023-11-17..2023-11-24
What was left of the empire by 1914? |
What is the first letter of the company's name? |
Is COBOL still in use today? |
What does "the latest craze" mean? |
What did they do after the fall of the company? |
What does the winter solstice mean? |
Which regulators acted before 2022 and after 2023? |
What did the Times of 2023 say? |
Is it version 2023? |
What is GPT-4 2023? |
Who was fired on 99 May 2023? | contradiction
What of 2023-02-30? | contradiction
What shipped in 2023-11? | 2023-11-01..2023-12-07
What was the run-up to the March 2024 keynote? | 2024-03-01..2024-04-07
What was known before March 2023? | as of 2023-02-28
As of now, who leads? | as of 2024-06-19 latest
As of March 2023, what had been said in January 2023? | 2023-01-01..2023-02-07 as of 2023-03-31
Did Anthropic's valuation go up between its February 2024 and March 2024 rounds? | 2024-02-01..2024-04-07
Which execs walked out within days of 17 November 2023? | 2023-11-17..2023-11-24
How many parameters did GPT-3 have in 2020? | 2020-01-01..2020-12-31
What was the Q2 2024 capex at Meta? | 2024-04-01..2024-08-14
Which AI chips does China lack since the October 2022 export rules? | 2022-10-01..
What have the courts said in the New York Times case since December? | strict 2023-12-01..
Who is suing Midjourney right now? | latest
How old was Elon Musk in March, 2015? | 2015-03-01..2015-04-07
What did Satya Nadella say at Davos in mid-January 2024? | 2024-01-11..2024-01-27
What happened the day after 22 November 2023? | strict 2023-11-23..
By the end of March 2023, how many had signed the pause letter? | strict ..2023-03-31
When, in 2019, did Microsoft put its first billion into OpenAI? | 2019-01-01..2019-12-31
Who topped the leaderboard on 8 May? | 2024-05-08..2024-05-15
Why was the May 13 demo criticised? | 2024-05-13..2024-05-20
Which podcasts covered it on Thursday? | 2024-06-13..2024-06-19
Has Nvidia become the most valuable company this month? | of articles 2024-06-01..2024-06-19
Which countries banned ChatGPT in the first months of 2023? | 2023-01-01..2023-12-31
What was the Information's scoop of November 22nd? | 2023-11-22..2023-11-29
Are there new rules from 1 August 2024 on? |
Which jobs will be gone by 2035? |
How much did training cost in 2012 dollars? |
Does Llama 3 70B beat GPT-4? |
Which Gemini 1.5 variants exist? |
How did The Verge's 2022 review differ from its 2024 one? | 2022-01-01..2024-12-31
What were analysts expecting ahead of the May 2024 earnings? |
Any comment from Google yesterday or today? | 2024-06-17..2024-06-19
What went on at OpenAI during the week of November 20, 2023? | 2023-11-20..2023-12-03
In what order did the events of 17-21 November 2023 unfold? | 2023-11-17..2023-11-28
Who was OpenAI's chief scientist until May 2024? | strict ..2024-05-31
Until when did he stay? |
Which firms were founded after 2020? | strict 2021-01-01..
Was there any regulation pre-2023? | strict ..2022-12-31
Who joined the board post-November 2023? | strict 2023-12-01..
Which papers came out last autumn? | 2023-09-01..2023-12-07
Have prices fallen 20 percent since Q1? | strict 2024-01-01..
Give me this week's funding rounds. | of articles 2024-06-13..2024-06-19
Summarise the month of April 2024 for Stability AI. | 2024-04-01..2024-05-07
What did Jensen Huang say at Computex on Sunday June 2? | 2024-06-02..2024-06-09
what's new with grok lately? | 2024-05-05..2024-06-19
Did they March Madness with AI brackets? |
How many AI bills were pending as of late May? | as of 2024-05-31
What were the earliest warnings about Tay? | first
Who is OpenAI's current CTO? | latest
Which lab first demonstrated in-context learning? | first
How did OpenAI start out initially? | first
What's the most recently published safety framework? | latest
What did the 10-K of 2/2/2024 say? | 2024-02-02..2024-02-09
Over the past year, which labs lost founders? | 2023-06-20..2024-06-19
Last Thursday, what did Apple confirm? | 2024-06-04..2024-06-19
What has been happening since around mid-2023? | strict 2023-05-01..
"""
"""A question, and what it says: its days, "strict" where it excludes all others, or those "of articles", the day
"as of" which, the order; "own year" for a company's fiscal one."""


def told(reading: When) -> str:
    if reading.contradiction:
        return "contradiction"
    days = f"{reading.since or ''}..{reading.until or ''}" if reading.since or reading.until else ""
    as_of = f"as of {reading.as_of}" if reading.as_of else ""
    strict = "of articles" if reading.published else "strict" * reading.strict
    own = "own year" * any(period.fiscal for period in reading.periods)
    return " ".join(part for part in (strict, days, as_of, own, reading.order or "") if part)


@pytest.mark.parametrize(
    ("question", "says"), [[cell.strip() for cell in line.split("|")] for line in QUESTIONS.strip().splitlines()]
)
def test_what_a_question_says_about_time(question: str, says: str):
    reading = read_when(question, ASKED)
    assert told(reading) == says
    assert bool(reading.words) == bool(says)
