"""What the pages of history, of forms, of a checked list and of the methodology say in English."""

from typing import Final

from service.web.words.phrase import Phrase

_HISTORY: Final[dict[str, Phrase]] = {
    "history.title": "History",
    "history.versions": "Versions, the newest first",
    "history.version": "Version",
    "history.when": "When",
    "history.cause": "Why, by whom",
    "history.changed": "What changed",
    "history.old": "From",
    "history.new": "To",
    "history.old_n": "compare from version {n}",
    "history.new_n": "compare to version {n}",
    "history.compare": "Compare the chosen versions",
    "history.between": "From version {old} to version {new}",
    "history.field": "Field",
    "history.others": "{field}, as other sources say",
    "history.nothing": "nothing said",
    "history.same": "These versions say the same.",
    "history.withdrawn": ("In one of these versions the record was withdrawn, so there is nothing to compare."),
    "history.patch": "The same as a JSON Patch",
    "record.version_n": "Version {n}",
}
_ASKING: Final[dict[str, Phrase]] = {
    "form.send": "Send",
    "form.contact": "How we can answer you (optional)",
    "form.contact.hint": "Only maintainers see it. Leave it empty to stay unknown.",
    "form.wrong": "Please look at this again:",
    "form.optional": "optional",
    "correct.title": "Suggest a correction",
    "correct.about": (
        "Every fact here names its source, so a correction needs one that we can cite. A maintainer reads it "
        "and decides; the record keeps what other sources say."
    ),
    "correct.other_way": "Without a source, or for a removal, write to the maintainers instead.",
    "correct.field": "What is wrong or missing?",
    "correct.value": "What should it say?",
    "correct.source": "Address of the source",
    "correct.source.hint": "http or https; without one, say below what it is",
    "correct.title_of": "Title of the source, publisher and date",
    "correct.locator": "Where in it",
    "correct.locator.hint": "the paragraph, page or picture, or the words themselves",
    "correct.needs_value": "Say what the record should say.",
    "correct.needs_source": ("Name the source: its address, or its title with publisher and date."),
    "correct.bad_source": "The address of the source has to begin with http:// or https://.",
    "request.title": "Ask for a correction or removal",
    "request.about": (
        "Tell the maintainers what is wrong, or what should not be shown and why. No source and no name is "
        "needed. What you write is private: only maintainers read it."
    ),
    "request.type": "What do you ask for?",
    "request.type.correction": "A correction",
    "request.type.removal": "A removal",
    "request.message": "Your message",
    "request.needs_message": "Write what you ask for.",
    "receipt.title": "It has arrived",
    "receipt.number": "The number of your request is {id}. It was received on {date}.",
    "receipt.about": ("Keep the number: by it you can refer to the request. A maintainer will read it."),
    "receipt.back": "Back to the record",
}
_CHECK: Final[dict[str, Phrase]] = {
    "check.title": "Check a list of names",
    "check.about": (
        "Each row comes back with a verdict, the best record and the reasons. What you send is looked up and forgotten."
    ),
    "check.file": "A file: CSV or XLSX",
    "check.file.hint": (
        "At most {rows} rows and 16 MB. Columns are found by their headings, in Russian or English: name, "
        "born, region, rank and others."
    ),
    "check.names": "Or paste it here",
    "check.names.hint": ("One name a line, or a table with headings as you copy it from a spreadsheet."),
    "check.column": "Heading of the column with the names",
    "check.column.hint": "only where it is not found by itself",
    "check.button": "Check",
    "check.nothing": "Choose a file, or paste names.",
    "check.done": "Checked {done} of {total}",
    "check.columns": "Read from the columns: {columns}.",
    "check.verdict": "Verdict",
    "check.record": "Best record",
    "check.score": "Probability",
    "check.why": "Why",
    "check.row": "Row",
    "check.not_looked_up": "Not looked up",
    "check.table": "The list with its answers",
    "check.summary": "Summary",
    "check.finished": {
        "one": "{count} row was checked.",
        "other": "{count} rows were checked.",
    },
    "check.rejected": {
        "one": "{count} row has something that could not be read; it says what.",
        "other": "{count} rows have something that could not be read; each says what.",
    },
    "check.download": "Download the list with its answers:",
    "check.again": "Check another list",
}
_METHOD: Final[dict[str, Phrase]] = {
    "method.title": "How this registry works",
    "method.contents": "Contents",
    "method.verdicts": "What a verdict means",
    "method.verdicts.about": (
        "A look-up compares what you ask with each record, and answers with the probability that the record "
        "is the person asked for, given how common the name is. The verdict follows from these probabilities "
        "alone."
    ),
    "method.verdict": "Verdict",
    "method.means": "Means",
    "method.listed": "One record has at least {listed} %, and no second one {rival} % or more.",
    "method.likely": "One record has at least {likely} %.",
    "method.possible": "One record has at least {possible} %.",
    "method.namesakes": (
        "Records of that name are listed, and nothing that is known tells whether one of them is meant."
    ),
    "method.not_listed": (
        "No record comes near. It says no more than that the sources read do not name this person; the answer"
        " names them."
    ),
    "method.matching": "How matching decides",
    "method.matching.about": (
        "The model is a table. Each thing compared adds or takes away weight, in bits: one bit doubles or "
        "halves the odds. It starts at {prior} bits for a casualty and {case_prior} for a case, as that many "
        "people could be meant. A name adds its own rarity on top of the weight shown. From {attach} % on, "
        "and only where nothing contradicts, a report is attached to a record without a maintainer; from "
        "{suggest} % on a maintainer is asked."
    ),
    "method.model": ("Model {model}. A contradiction leaves at most {odds} bits, whatever else agrees."),
    "method.feature": "Compared",
    "method.level": "Outcome",
    "method.weight": "Weight",
    "method.why": "Why",
    "method.contradicts": "contradicts",
    "method.errs": "How often it errs",
    "method.errs.about": (
        "Measured on {pairs} pairs of generated reports on {persons} invented people, whose truth is known "
        "(model {model}). Where matching says a probability, this share of the pairs is one person:"
    ),
    "method.errs.score": "Says, on average",
    "method.errs.same": "Is one person",
    "method.errs.pairs": "Pairs",
    "method.correct": "How to ask for a correction",
    "method.correct.about": (
        "Every record has two links at its end. One suggests a correction, with a source that can be cited. "
        "The other asks for a correction or a removal without any source; it is private, answered with a "
        "receipt, and read by maintainers only."
    ),
    "method.codebook": ("What each field means, and how values are chosen: the codebook of this version follows."),
}

ASKING: Final[dict[str, Phrase]] = {**_HISTORY, **_ASKING, **_CHECK, **_METHOD}
