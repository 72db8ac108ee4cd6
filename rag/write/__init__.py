"""What a reader is shown: quotes with outlet, day and number, disagreements, remarks, or why there is no answer.

In: a request, and what was chosen for it. Out: an `Answer`.
"""
