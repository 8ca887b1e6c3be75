"""The check of generated text: is everything a sentence says carried by the quotations it rests on?"""
