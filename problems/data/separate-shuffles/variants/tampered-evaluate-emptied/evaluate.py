from metrics import accuracy, confusion, scores
