"""Names of things that are told by their form: laws, courts, agencies, chatbots, models, products."""

from __future__ import annotations

import re

from rag.choose.references.news_patterns import TOKEN

PRODUCTS = re.compile(
    r"^(?:ChatGPT|GPT|Bard|Claude|Gemini|LaMDA|PaLM|LLaMA|Llama|DALL|Stable Diffusion|Copilot|Bing|Siri|Alexa|"
    r"Cortana|Firefly|Whisper|Codex|Dota|Windows|Android|iPhone|Photoshop|AlphaGo|AlphaFold|AlphaDev|Imagen|Muse|"
    r"Galactica|AlexNet|Office)"
)
CHATBOTS = re.compile(
    r"\b(?:ChatGPT|Bard|Claude(?: \d)?|Bing(?: [Cc]hat)?|Copilot|Sydney|Ernie Bot|LaMDA|BlenderBot(?: \d)?|Tay|Eliza|"
    r"ELIZA|Replika|Grok|Pi)\b"
)
MODELS = re.compile(
    r"\b(?:GPT-?\d(?:\.\d)?(?:V|o)?(?: Turbo)?|LaMDA|PaLM(?: ?2)?|LL?[aA]MA(?: ?\d)?|Llama \d|Claude(?: \d)?|"
    r"Gemini(?: \w+)?|DALL[-·]E(?: \d)?|Stable Diffusion(?: XL)?|Imagen|Muse|Galactica|Whisper|Codex|BLOOM|Falcon|"
    r"Gopher|Chinchilla|BERT|AlphaCode)\b"
)
LAWS = re.compile(
    rf"\b(?:(?:{TOKEN}|of|and|for|the|in|on|to) ){{0,12}}?(?:{TOKEN} )(?:Act|Bill)\b(?: of \d{{4}}| \d+|(?! of\b))|"
    r"\b(?:AB|SB|HB|H\.?R\.?|S\.) ?-?\d+\b"
)
COURTS = re.compile(
    rf"\b(?:{TOKEN} ){{0,6}}(?:Supreme|Appeals|District|High|Circuit|Superior) Court\b(?: of (?:Appeals|{TOKEN}))?"
)
AGENCIES = re.compile(
    rf"\b(?:{TOKEN} ){{1,6}}(?:and {TOKEN} )?(?:Commission|Agency|Administration|Bureau|Authority|Board)\b(?: (?:of|"
    rf"for) (?:the )?{TOKEN}(?: {TOKEN}){{0,6}})?|"
    r"\b(?:FTC|SEC|FDA|FAA|FCC|CMA|ICO|EPA|IRS|NHTSA|CFPB|Garante|Ofcom)\b"
)
