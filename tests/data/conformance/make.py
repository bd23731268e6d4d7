#!/usr/bin/env python3
"""Makes the conversations of this folder: what a worker sends and answers, and what a consumer says to it."""
import hashlib
import json
import pathlib

HERE = pathlib.Path(__file__).parent


class Chain:
    """One channel of one stream, as its journal holds it."""

    def __init__(self, stream):
        self.stream, self.texts, self.heads = stream, [], [bytes(32)]

    def event(self, alert, what="raised", revision=1, mark="AB12CDE", **more):
        event = {
            "stream": self.stream, "seq": len(self.texts) + 1, "event": what, "alert": alert, "revision": revision,
            "incident": alert, "kind": "vehicle_hit", "priority": 10, "handling": "alarm", "channel": "open",
            "feed": "a32-south", "captured_at": "2026-11-21T20:31:07.120Z",
            "clock": {"source": "ntp", "believed": True}, "published_at": "2026-11-21T20:31:07.231Z",
            "journalled": True, "replay": False,
            "vehicle": {"mark": mark, "read_confidence": 0.9917, "match": "exact", "entries": []},
            "sightings": 1, "config": "b7a1f00d5e2c9143", **more}
        self.texts.append(json.dumps(event, ensure_ascii=False, separators=(",", ":")))
        digest = hashlib.sha256(self.texts[-1].encode()).digest()
        self.heads.append(hashlib.sha256(self.heads[-1] + digest).digest())
        return self

    def live(self, seq, text=None):
        return {"send": ["alert", text or self.texts[seq - 1]]}

    def beat(self, seq=None, head=None):
        seq = len(self.texts) if seq is None else seq
        beat = {"stream": self.stream, "channel": "open", "seq": seq, "head": head or self.heads[seq].hex(),
                "journal": "ok", "sent_at": "2026-11-21T21:30:01.000Z"}
        return {"send": ["beat", json.dumps(beat)]}

    def snapshot(self, *seqs, stands, after=None, next=None):
        asked = {"do": "snapshot"} | ({"after": after} if after else {})
        items = [{"alert": json.loads(self.texts[seq - 1])["alert"], "stream": self.stream, "seq": seq,
                  "text": self.texts[seq - 1]} for seq in seqs]
        answer = {"stream": self.stream, "channel": "open", "seq": stands, "head": self.heads[stands].hex()}
        return {"asked": asked, "answer": answer | ({"next": next} if next else {}) | {"items": items}}

    def item(self, seq, deleted=False):
        if not deleted:
            return {"seq": seq, "text": self.texts[seq - 1]}
        digest = hashlib.sha256(self.texts[seq - 1].encode()).hexdigest()
        return {"seq": seq, "deleted": True, "digest": digest}

    def since(self, behind, items=(), **fields):
        answer = {"stream": self.stream, "before": self.heads[behind].hex()} | fields | {"items": list(items)}
        return {"asked": {"do": "since", "stream": self.stream, "seq": behind}, "answer": answer}


def write(name, about, steps, says):
    text = json.dumps({"about": about, "steps": steps, "says": says}, ensure_ascii=False, indent=1)
    (HERE / f"{name}.json").write_text(text + "\n")


def after(lines, step):
    """The worker waits until the consumer has said so many lines."""
    return step | {"after": lines}


END = "live {} raised vehicle_hit end AB12CDE"

c = Chain("a0").event("a1").event("a2").event("a2", "withdrawn", 2).event("a4", mark="ÖX 1").event("end")
write("01-begins-with-what-is-open", "A consumer that comes for the first time takes the snapshot, then what comes.",
      [c.beat(3), c.snapshot(1, stands=3), after(1, c.live(4)), c.beat(4), c.live(5)],
      ["snapshot 1 raised vehicle_hit a1 AB12CDE", "live 4 raised vehicle_hit a4 ÖX 1", END.format(5)])

c = Chain("a1").event("a1").event("a2").event("a3").event("end")
write("02-snapshot-in-pages", "A snapshot of several pages; the first one says where it stands.",
      [c.beat(2), c.snapshot(2, stands=2, next="10:5:a2"), c.snapshot(1, stands=3, after="10:5:a2"),
       after(2, c.beat(3)), c.since(2, [c.item(3)], seq=3), after(3, c.live(4))],
      ["snapshot 2 raised vehicle_hit a2 AB12CDE", "snapshot 1 raised vehicle_hit a1 AB12CDE",
       "history 3 raised vehicle_hit a3 AB12CDE", END.format(4)])

c = Chain("a2").event("a1").event("a2").event("a2", "amended", 2).event("a4").event("end")
write("03-a-hole", "What the numbers show to be missing is asked for; what came already is dropped.",
      [c.beat(1), c.snapshot(1, stands=1), after(1, c.live(4)), c.since(1, [c.item(2), c.item(3)], seq=4, next=3),
       after(4, c.live(4)), c.beat(4), c.live(3), c.live(5)],
      ["snapshot 1 raised vehicle_hit a1 AB12CDE", "live 4 raised vehicle_hit a4 AB12CDE",
       "history 2 raised vehicle_hit a2 AB12CDE", "history 3 amended vehicle_hit a2 AB12CDE", END.format(5)])

c = Chain("a3").event("a1").event("a2").event("a3").event("a4").event("a5").event("a6").event("end")
write("04-deleted", "Events that were deleted are told, and the chain goes over them.",
      [c.beat(1), c.snapshot(stands=1), c.beat(6),
       {"asked": {"do": "since", "stream": "a3", "seq": 1}, "answer": {"stream": "a3", "gone_before": 4, "items": []}},
       c.since(3, [c.item(4), c.item(5, deleted=True), c.item(6)], seq=6), after(4, c.beat(6)), c.live(7)],
      ["gone 2 to 3", "history 4 raised vehicle_hit a4 AB12CDE", "gone 5 to 5",
       "history 6 raised vehicle_hit a6 AB12CDE", END.format(7)])

old = Chain("b0").event("a1").event("a2")
new = Chain("b1").event("a3").event("a3", "withdrawn", 2).event("end")
write("05-another-stream", "The worker's disk had refused events to the end: the old stream is told to its end, then the new.",
      [old.beat(1), old.snapshot(1, stands=1), after(1, new.beat(2)), new.snapshot(stands=2),
       old.since(1, [old.item(2)], next_stream="b1"), new.since(0, [new.item(1), new.item(2)], seq=2),
       after(5, new.beat(2)), new.live(3)],
      ["snapshot 1 raised vehicle_hit a1 AB12CDE", "stream b1", "history 2 raised vehicle_hit a2 AB12CDE",
       "history 1 raised vehicle_hit a3 AB12CDE", "history 2 withdrawn vehicle_hit a3 AB12CDE", END.format(3)])

old = Chain("c0").event("a1")
new = Chain("c1").event("a2").event("end")
write("06-journal-set-aside", "The old journal was set aside: what was missed of it is lost, and said.",
      [old.beat(1), old.snapshot(1, stands=1), after(1, new.beat(1)), new.snapshot(1, stands=1),
       {"asked": {"do": "since", "stream": "c0", "seq": 1},
        "answer": {"stream": "c0", "gone": True, "next_stream": "c1", "items": []}}, after(4, new.beat(1)), new.live(2)],
      ["snapshot 1 raised vehicle_hit a1 AB12CDE", "stream c1", "snapshot 1 raised vehicle_hit a2 AB12CDE",
       "lost stream c0", END.format(2)])

c = Chain("d0").event("a1").event("a2").event("a3").event("end")
changed = c.texts[1].replace("AB12CDE", "XY99ZZZ")
write("07-changed-on-the-way", "An event that is not what was journalled: the next head tells.",
      [c.beat(1), c.snapshot(1, stands=1), after(1, c.live(2, changed)), c.beat(2), c.live(3), c.beat(3), c.live(4)],
      ["snapshot 1 raised vehicle_hit a1 AB12CDE", "live 2 raised vehicle_hit a2 XY99ZZZ", "chain broken at 2", "live 3 raised vehicle_hit a3 AB12CDE",
       END.format(4)])

c = Chain("e0").event("a1").event("a2").event("end")
write("08-what-is-no-message", "What does not fit the format is refused, an event of a replay too, and all goes on.",
      [c.beat(1), c.snapshot(1, stands=1), after(1, {"send": ["alert", "{\"stream\":"]}), {"send": ["alert", "[]"]},
       {"send": ["beat", "{}"]}, {"send": ["alert"]}, {"send": ["news", "{}"]},
       c.live(2, c.texts[1].replace("\"replay\":false", "\"replay\":true")), c.live(2), c.beat(2), c.live(3)],
      ["snapshot 1 raised vehicle_hit a1 AB12CDE", "live 2 raised vehicle_hit a2 AB12CDE", END.format(3)])
