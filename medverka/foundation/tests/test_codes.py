from medverka.foundation import codes


def test_a_code_is_always_the_same_and_another_for_every_secret_and_purpose():
    code = codes.made_from("7", "letter")
    assert code == codes.made_from("7", "letter")
    assert len({code, codes.made_from("8", "letter"), codes.made_from("7", "start")}) == 3


def test_a_code_holds_no_signs_that_are_taken_for_each_other():
    signs = set("".join(codes.made_from(str(number), "letter") for number in range(200)))
    assert signs == set(codes.ALPHABET)
    for alike in ("0O", "1I", "2Z", "5S", "6G", "8B"):
        assert not signs & set(alike)


def test_a_printed_code_may_be_typed_with_small_letters_spaces_and_dashes():
    code = codes.made_from("7", "letter")
    printed = codes.as_printed(code)
    assert [len(half) for half in printed.split("-")] == [5, 5]
    assert codes.as_typed(f" {printed.lower().replace('-', ' – ')} ") == code
