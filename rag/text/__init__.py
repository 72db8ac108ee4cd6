"""Reading text: pure modules, one for each thing that questions and sentences have alike."""
