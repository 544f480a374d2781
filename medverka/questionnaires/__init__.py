"""What a questionnaire is: sections of questions in several languages, what may be answered, and how answers are counted.

Pure Python over one document, which is also the file that counties exchange (docs/questionnaires.md). Nothing here
knows of a database, a page or a person.
"""
