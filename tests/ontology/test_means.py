from dragoman.ontology.files import load_yaml
from dragoman.ontology.plover import plover


def test_each_mode_is_one_of_assault_and_each_word_stands_once() -> None:
    table = load_yaml("means.yaml")
    assert set(table) <= set(plover().types["ASSAULT"].modes)
    words = [word for words in table.values() for word in words]
    assert len(words) == len(set(words))
    assert all(word == " ".join(word.lower().split()) for word in words)
