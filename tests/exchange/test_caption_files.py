"""Transcript files are read as programs really write them, and every file that is none is told so in one sentence."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fidelity_rater.domain.errors import UserFacingError
from fidelity_rater.domain.transcript import Transcript
from fidelity_rater.exchange.cues import MOST_CUES
from fidelity_rater.exchange.decoding import LARGEST_BYTES
from fidelity_rater.exchange.transcripts import CaptionFiles

READER = CaptionFiles()
VTT = """WEBVTT - with a title

STYLE
::cue { color: red }

REGION
id:left

NOTE 00:00:01.000 is when it begins

intro
00:01.000 --> 00:02.500 align:start position:10%
<v Anna Berg>Good <i>morning</i>, Ben &amp; all</v>

2
00:00:02.500 --> 00:00:04.000
<v.loud Ben>It is <00:00:03.000>&lt;fine&gt;
  today</v>
"""


def read(text: str | bytes) -> Transcript:
    return READER.read(text.encode() if isinstance(text, str) else text).transcript


def said(text: str | bytes) -> list[tuple[int, int, str, str]]:
    return [(line.start_ms, line.end_ms, line.voice, line.text) for line in read(text).lines]


def remarks(text: str) -> tuple[str, ...]:
    return READER.read(text.encode()).remarks


def refused(data: str | bytes) -> UserFacingError:
    with pytest.raises(UserFacingError) as told:
        read(data)
    assert len(re.findall(r"[.?!](?:\s|$)", told.value.message)) == 1, told.value.message
    assert told.value.remedy
    return told.value


def vtt(*cues: str) -> str:
    """Cues of a second each, one after another."""
    return "WEBVTT\n\n" + "\n\n".join(
        f"00:{at // 60:02d}:{at % 60:02d}.000 --> 00:{at // 60:02d}:{at % 60:02d}.900\n{cue}"
        for at, cue in enumerate(cues)
    )


# WebVTT


def test_tags_notes_styles_and_entities_leave_the_words() -> None:
    assert said(VTT) == [
        (1_000, 2_500, "Anna Berg", "Good morning, Ben & all"),
        (2_500, 4_000, "Ben", "It is <fine> today"),
    ]
    transcript = read(VTT)
    assert (transcript.format, len(transcript.sha256)) == ("vtt", 64)
    assert transcript.voices == ("Anna Berg", "Ben")


def test_times_of_one_figure_are_read() -> None:
    assert said("WEBVTT\n\n0:0:0.0 --> 0:0:5.320\n<v User Name>This.</v>") == [(0, 5_320, "User Name", "This.")]


def test_several_voices_in_one_cue_are_lines_of_their_own() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:04.000\n<v Anna>And you?</v> <v Ben>Well.</v>"
    assert said(text) == [(1_000, 4_000, "Anna", "And you?"), (1_000, 4_000, "Ben", "Well.")]
    assert remarks(text) == ()


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_every_likely_encoding_is_read(encoding: str, newline: str) -> None:
    text = vtt("Müller: Schöne Grüße – “so”").replace("\n", newline)
    assert said(text.encode(encoding))[0][3] == "Müller: Schöne Grüße – “so”"


# SRT


def test_srt_is_read_with_comma_or_point_with_or_without_numbers() -> None:
    numbered = (
        "1\n00:00:01,000 --> 00:00:02,500\n<i>Good</i> {\\an8}morning\n\n2\n00:00:03.000 --> 00:00:04.000\n5 < 6\n"
    )
    bare = "00:00:01,000 --> 00:00:02,500\nGood morning\n\n00:00:03,000 --> 00:00:04,000\n5 < 6"
    expected = [(1_000, 2_500, "", "Good morning"), (3_000, 4_000, "", "5 < 6")]
    assert said(numbered) == said(bare) == expected
    assert read(bare).format == "srt"


def test_srt_cues_without_blank_lines_between_them_are_told_apart() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nHello\n2\n00:00:02,000 --> 00:00:03,000\nYou\n"
    assert [line[3] for line in said(text)] == ["Hello", "You"]


# Names before the words


def test_names_before_the_words_are_voices_where_the_file_writes_them() -> None:
    found = said(vtt("Anna Berg: How are you?", "Ben: Well: it depends.", "Anna Berg: On what?", "Ben: On sleep."))
    assert [line[2:] for line in found] == [
        ("Anna Berg", "How are you?"),
        ("Ben", "Well: it depends."),
        ("Anna Berg", "On what?"),
        ("Ben", "On sleep."),
    ]


def test_a_word_before_a_colon_is_no_name() -> None:
    cues = ["So how was it?", "Well: it was as well as can be.", "Good.", "Well: that depends.", *["Hm."] * 8]
    assert read(vtt(*cues)).voices == ()


def test_a_word_before_a_colon_is_no_name_among_names_either() -> None:
    cues = [f"{who}: it went well, line {n}" for n in range(30) for who in ("Anna", "Ben")]
    cues[10:12] = ["Well: so it was", "Well: so it is"]
    assert read(vtt(*cues)).voices == ("Anna", "Ben")


def test_who_speaks_once_has_a_name_too_where_all_lines_have_one() -> None:
    cues = [f"{who}: line {n}" for n in range(30) for who in ("Anna", "Ben")]
    assert read(vtt(*cues, "Dr. Cora de Vries: Excuse me.")).voices == ("Anna", "Ben", "Dr. Cora de Vries")


def test_a_line_without_a_name_goes_on_with_whoever_spoke_before_and_that_is_said() -> None:
    text = vtt("Anna: So", "how was it?", "Ben: Good", "Anna: I see", "Ben: Yes")
    assert [line[2] for line in said(text)] == ["Anna", "Anna", "Ben", "Anna", "Ben"]
    assert remarks(text) == ("1 line without a name was given to whoever spoke before.",)


def test_where_voices_are_tagged_nothing_before_a_colon_is_a_name() -> None:
    text = vtt("<v Anna>Ben: he said</v>", "<v Anna>Ben: he said again</v>")
    assert read(text).voices == ("Anna",)


@pytest.mark.parametrize("words", ["at 10:30 we met", "https://here", "and then: nothing", "12: twelve", "a, b: c"])
def test_what_does_not_look_like_a_name_is_none(words: str) -> None:
    assert read(vtt(words, words, words)).voices == ()


# What is odd


def test_lines_out_of_order_are_sorted_and_that_is_said() -> None:
    text = "WEBVTT\n\n00:05.000 --> 00:06.000\nlater\n\n00:01.000 --> 00:02.000\nearlier\n"
    assert [line[3] for line in said(text)] == ["earlier", "later"]
    assert len(remarks(text)) == 1
    assert "out of order" in remarks(text)[0]


def test_overlapping_lines_are_said() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:05.000\na\n\n00:02.000 --> 00:03.000\nb\n\n00:04.000 --> 00:06.000\nc\n"
    assert remarks(text) == ("2 lines begin before another has ended.",)


@pytest.mark.parametrize(
    "broken", ["00:99.000 --> 01:00.000", "00:05.000 --> 00:01.000", "00:05 -> 1 --> x", "0O:05.000 --> 00:06.000"]
)
@pytest.mark.parametrize("kind", ["vtt", "srt"])
def test_a_broken_cue_costs_only_itself_and_its_line_is_said(broken: str, kind: str) -> None:
    head = ["WEBVTT", ""] if kind == "vtt" else ["1", "00:00:00,000 --> 00:00:01,000", "first", "", "2"]
    text = "\n".join([*head, broken, "lost", "", "3", "00:00:07.000 --> 00:00:08.000", "kept", ""])
    assert [line[3] for line in said(text)][-1] == "kept"
    assert "lost" not in [line[3] for line in said(text)]
    assert f"line {len(head) + 1} of the file" in remarks(text)[0]


def test_an_arrow_in_the_words_breaks_nothing() -> None:
    text = vtt("this --> that", "next")
    assert [line[3] for line in said(text)] == ["this \N{RIGHTWARDS ARROW} that", "next"]
    assert remarks(text) == ()


# What is no transcript


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b" \r\n\r\n ", "empty"),
        (b"RIFF\x24\0\0\0WAVEfmt " + bytes(range(256)), "not a text file"),
        (b"OggS\0\2" + bytes(200), "not a text file"),
        (b"PK\x03\x04" + b"word/document.xml", "document"),
        (b"Therapist: hello\nClient: hi\n", "no times"),
        (b"WEBVTT\n\n", "no line of talk"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\n\n", "no line of talk"),
        (b"WEBVTT\n\n00:01.000 --> 00:99.000\nx\n", "line 3"),
        (b"\n\nWEBVTT\n\n00:05.000 --> 00:02.000\nx\n", "line 5"),
        (b"00:00:01.000 --> 00:00:02.000\nx\n", "WEBVTT, is missing"),
        (b"x" * (LARGEST_BYTES + 1), "larger than 8 MB"),
        ("1\n00:00:01,000 --> 00:00:02,000\nx\n\n" * (MOST_CUES + 1), "more than"),
    ],
)
def test_what_is_no_transcript_is_told_in_one_sentence(data: str | bytes, why: str) -> None:
    assert why in refused(data).message


FILES = {
    "captions_with_bom.vtt": 4,
    "cue_tags.vtt": 3,
    "empty.vtt": "empty",
    "invalid.vtt": "WEBVTT, is missing",
    "invalid_timeframe.srt": 5,
    "sample.srt": 5,
    "sample.vtt": 16,
    "teams_graph_docs.vtt": 1,
    "zoom_meeting.vtt": 300,
}


@pytest.mark.parametrize("name", FILES)
def test_the_sample_files(name: str, test_data: Path) -> None:
    data, expected = (test_data / "transcripts" / name).read_bytes(), FILES[name]
    if isinstance(expected, str):
        assert expected in refused(data).message
    else:
        assert len(read(data).lines) == expected


def test_a_file_that_mixes_comma_and_point_is_read_and_its_line_is_said(test_data: Path) -> None:
    found = READER.read((test_data / "transcripts" / "invalid_timeframe.srt").read_bytes())
    assert "line 6" in found.remarks[0]


def test_every_speaker_of_a_meeting_is_found(test_data: Path) -> None:
    transcript = read((test_data / "transcripts" / "zoom_meeting.vtt").read_bytes())
    assert transcript.voices == ("Andrew Knight", "Paul McCartney", "George Harrison", "Ringo Starr")
    assert all(line.voice for line in transcript.lines)


# Whatever comes


def holds(transcript: Transcript) -> None:
    """What every transcript that was read keeps to."""
    assert transcript.lines
    starts = [line.start_ms for line in transcript.lines]
    assert starts == sorted(starts)
    for line in transcript.lines:
        assert line.text == line.text.strip()
        assert line.text
        assert 0 <= line.start_ms <= line.end_ms
        assert "\n" not in line.voice + line.text


def read_or_refused(data: bytes) -> None:
    with contextlib.suppress(UserFacingError):
        holds(READER.read(data).transcript)


@given(st.binary(max_size=400))
def test_random_bytes_are_read_or_refused(data: bytes) -> None:
    read_or_refused(data)


PIECES = st.sampled_from(
    (
        *("WEBVTT", "\n", "\n\n", "\r", "1\n", "\t", "\x0b", "\u2028", "\ufeff", "NOTE", "STYLE", ":", "<", ">", "-->"),
        *("00:01.000 --> 00:02.000", "00:00:01,5 --> 00:00:02,9", "99:99:99.999 --> 100:00:00.000", "00:61.000 --> 2"),
        *(
            "<v A>",
            "<v ",
            "</v>",
            "&amp;",
            "&#0;",
            "&#xD800;",
            "{\\an8}",
            "Anna: ",
            "Well: so",
            "٣",
            "שלום",
            "broken --> broken",
        ),
    )
)


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=25), st.sampled_from(["", "WEBVTT\n\n", "1\n00:00:01,000 --> 00:00:02,000\na\n\n"]))
def test_odd_files_are_read_or_refused(pieces: list[str], head: str) -> None:
    read_or_refused((head + "".join(pieces)).encode("utf-8", "replace"))


@settings(max_examples=200)
@given(st.data())
def test_a_good_file_with_bytes_changed_is_read_or_refused(data: st.DataObject) -> None:
    good = bytearray(VTT.encode())
    for _ in range(data.draw(st.integers(1, 8))):
        good[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    read_or_refused(bytes(good[: data.draw(st.integers(0, len(good)))]))


def test_hostile_files_take_no_time() -> None:
    for hostile in ("<" * 200_000, "<v " * 60_000, "a" * 300_000, "&" * 200_000, "A:" * 100_000, "{\\" * 100_000):
        read_or_refused(vtt(hostile).encode())
        read_or_refused(b"1\n00:00:01,000 --> 00:00:02,000\n" + hostile.encode())
