"""Reading text: pure modules, one for each thing that questions and sentences have alike.

In: a text, and a day where words count from one. Out: its sentences, words, stems, figures, versions, periods.
"""
