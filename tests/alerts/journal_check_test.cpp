#include "alerts/journal_check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include "alerts/journal.hpp"
#include "tests/alerts/made_alerts.hpp"

namespace nightjar {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

AuditRecord made_record(const std::string& what = "act") {
  AuditRecord record;
  record.at = evening();
  record.person = "PC Example";
  record.what = what;
  record.channel = "open";
  record.about = "a1";
  record.request = random_id();
  record.outcome = "done";
  return record;
}

/// A sound journal of two channels with six and three events, pictures and an audit trail; then harmed.
class MadeJournal {
 public:
  MadeJournal() {
    Journal journal(folder_.path());
    stream_ = journal.stream();
    for (int i = 0; i < 6; ++i) append(journal, "open", i);
    for (int i = 0; i < 3; ++i) append(journal, "restricted", 10 + i);
    for (int i = 0; i < 3; ++i) journal.note(made_record());
    head_ = journal.end_of("open").head;
    trail_ = journal.audit_end_of("open");
  }

  void harm(const std::string& sql) const {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open((folder_.path() / "journal.sqlite").c_str(), &database), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
        << sqlite3_errmsg(database);
    sqlite3_close(database);
  }

  [[nodiscard]] JournalSoundness check(std::vector<NotedHead> heads = {}) const {
    JournalCheckOptions options;
    options.heads = std::move(heads);
    return JournalCheck(folder_.path(), std::move(options)).run();
  }
  [[nodiscard]] std::vector<std::string> findings(std::vector<NotedHead> heads = {}) const {
    std::vector<std::string> words;
    for (const JournalFinding& finding : check(std::move(heads)).findings) words.push_back(finding.words);
    return words;
  }
  [[nodiscard]] std::string event(const std::string& channel, int seq) const {
    return "stream " + stream_ + ", channel " + channel + ", event " + std::to_string(seq);
  }
  [[nodiscard]] const std::filesystem::path& path() const { return folder_.path(); }
  [[nodiscard]] const Sha256& head() const { return head_; }
  [[nodiscard]] const ChainEnd& trail() const { return trail_; }
  [[nodiscard]] const std::string& stream() const { return stream_; }

 private:
  static void append(Journal& journal, const std::string& channel, int i) {
    AlertParcel parcel = made_parcel("a" + std::to_string(i), channel);
    parcel.pictures = {made_picture("picture " + std::to_string(i))};
    parcel.event.evidence = {{"plate", parcel.pictures[0].sha256, evening(), "a32-south"}};
    std::vector<AlertParcel> batch{parcel};
    (void)journal.append(batch);
  }

  TemporaryFolder folder_;
  std::string stream_;
  Sha256 head_{};
  ChainEnd trail_;
};

TEST(JournalCheck, finds_a_journal_sound_that_is) {
  const MadeJournal made;
  const JournalSoundness sound = made.check();
  EXPECT_THAT(sound.findings, IsEmpty());
  EXPECT_TRUE(sound.finished);
  EXPECT_EQ(sound.events, 9U);
  EXPECT_EQ(sound.audit, 3U);
  EXPECT_EQ(sound.pictures, 9U);
}

TEST(JournalCheck, names_an_event_whose_text_was_changed_and_goes_on_behind_it) {
  const MadeJournal made;
  made.harm("UPDATE event SET text = replace(text, 'AB12', 'AB13') WHERE channel = 'open' AND seq IN (2, 5)");
  EXPECT_THAT(made.findings(), ElementsAre(made.event("open", 2) + ": its text was changed",
                                           made.event("open", 5) + ": its text was changed"));
}

TEST(JournalCheck, names_an_event_that_was_rewritten_with_its_digest) {
  const MadeJournal made;
  const std::string other = "{}";
  made.harm("UPDATE event SET text = '{}', digest = x'" + hex(sha256(other)) +
            "' WHERE channel = 'restricted' AND seq = 2");
  EXPECT_THAT(made.findings(), testing::Contains(made.event("restricted", 2) +
                                                 ": does not follow on the event before; one of the two was "
                                                 "changed"));
}

TEST(JournalCheck, names_events_that_are_missing) {
  const MadeJournal made;
  made.harm("PRAGMA foreign_keys = OFF; DELETE FROM event WHERE channel = 'open' AND seq IN (1, 3, 4)");
  EXPECT_THAT(made.findings(),
              ElementsAre("stream " + made.stream() + ", channel open: event 1 missing",
                          "stream " + made.stream() + ", channel open: events 3 to 4 missing"));
}

TEST(JournalCheck, names_events_that_changed_places) {
  const MadeJournal made;
  made.harm(
      "UPDATE event SET seq = seq + 1000 WHERE channel = 'open' AND seq IN (2, 3);"
      "UPDATE event SET seq = 2 WHERE seq = 1003; UPDATE event SET seq = 3 WHERE seq = 1002");
  EXPECT_THAT(made.findings(), testing::Contains(HasSubstr(made.event("open", 2))));
}

TEST(JournalCheck, names_an_event_that_is_kept_under_another_name) {
  const MadeJournal made;
  made.harm("UPDATE event SET alert = 'a9' WHERE channel = 'open' AND seq = 4");
  EXPECT_THAT(made.findings(),
              ElementsAre(made.event("open", 4) + ": is kept under another name than it has"));
}

TEST(JournalCheck, names_pictures_that_are_missing_or_changed) {
  const MadeJournal made;
  const std::string first = hex(sha256("picture 1"));
  const std::string second = hex(sha256("picture 2"));
  made.harm("DELETE FROM picture WHERE sha256 = '" + first +
            "'; UPDATE picture SET jpeg = x'00' WHERE sha256 = '" + second + "'");
  EXPECT_THAT(made.findings(), ElementsAre(made.event("open", 2) + ": its picture " + first + " is missing",
                                           "picture " + second + ": its bytes were changed"));
}

TEST(JournalCheck, names_audit_records_that_were_changed_or_are_missing) {
  const MadeJournal made;
  made.harm(
      "UPDATE audit SET text = replace(text, 'PC', 'DC') WHERE number = 1;"
      "DELETE FROM audit WHERE number = 2");
  EXPECT_THAT(made.findings(),
              ElementsAre("audit record 1: its text was changed", "audit records 2 missing"));
}

TEST(JournalCheck, names_an_audit_record_that_was_moved_to_another_channel) {
  const MadeJournal made;
  made.harm("UPDATE audit SET trail = 'restricted' WHERE number = 3");
  EXPECT_THAT(made.findings(),
              ElementsAre("audit record 3: does not follow on the one of its channel before"));
}

TEST(JournalCheck, knows_a_text_that_was_deleted_on_time_from_one_that_somebody_took) {
  const MadeJournal made;
  {
    Journal journal(made.path());
    const auto held = journal.held_before("open", CaptureTime::max(), {}, 2);
    ASSERT_EQ(held.size(), 2U);
    const Removed removed = journal.remove(held, made_record("delete"));
    EXPECT_EQ(removed.events, 2U);
    EXPECT_EQ(removed.pictures, 2U);
  }
  EXPECT_THAT(made.findings(), IsEmpty());
  EXPECT_EQ(made.check().deleted, 2U);
  made.harm("UPDATE event SET text = NULL WHERE channel = 'open' AND seq IN (4, 5)");
  EXPECT_THAT(made.findings(),
              ElementsAre(made.event("open", 4) +
                          " to 5: the text is missing, and no record says that it was deleted"));
}

TEST(JournalCheck, proves_by_a_noted_head_that_the_tail_was_not_cut) {
  const MadeJournal made;
  const NotedHead noted{std::nullopt, "open", 6, made.head()};
  EXPECT_THAT(made.findings({noted}), IsEmpty());
  EXPECT_EQ(made.check({noted}).heads, 1U);
  EXPECT_THAT(made.findings({{"another stream", "open", 6, made.head()}}), testing::SizeIs(1));
  made.harm("PRAGMA foreign_keys = OFF; DELETE FROM event WHERE channel = 'open' AND seq > 4");
  EXPECT_THAT(made.findings(), IsEmpty()) << "by itself a chain does not know how long it was";
  EXPECT_THAT(made.findings({noted}), ElementsAre(HasSubstr("channel open, event 6: the noted head " +
                                                            hex(made.head()).substr(0, 16))));
}

TEST(JournalCheck, proves_by_a_noted_head_of_the_trail_that_no_record_was_cut_from_its_end) {
  const MadeJournal made;
  const NotedHead noted{std::nullopt, "open", 6, made.head(), made.trail()};
  const NotedHead of_no_event{std::nullopt, "open", 0, {}, made.trail()};
  EXPECT_THAT(made.findings({noted, of_no_event}), IsEmpty());
  EXPECT_THAT(made.findings({{std::nullopt, "restricted", 0, {}, made.trail()}}), testing::SizeIs(1))
      << "another channel's trail";
  made.harm("DELETE FROM audit WHERE number > 2");
  EXPECT_THAT(made.findings(), IsEmpty()) << "by itself a trail does not know how long it was";
  EXPECT_THAT(made.findings({noted}),
              ElementsAre(HasSubstr("channel open, audit record 3 of its trail: the noted head " +
                                    hex(made.trail().head).substr(0, 16))));
}

TEST(JournalCheck, tells_what_a_refusing_disk_has_shed_apart_from_what_is_missing) {
  const TemporaryFolder folder;
  {
    Journal journal(folder.path());
    AlertEvent event = made_hit();
    event.evidence = {{"plate", hex(sha256("never kept")), evening(), "a32-south"}};
    const std::vector<PromisedEvent> promised{{journal.promise(event), {}}};
    journal.write(promised);
  }
  const JournalSoundness sound = JournalCheck(folder.path(), {}).run();
  EXPECT_THAT(sound.findings, IsEmpty());
  EXPECT_THAT(sound.notes, ElementsAre(HasSubstr("went out while the disk refused")));
}

TEST(JournalCheck, notes_what_another_version_wrote_and_finds_nothing_wrong_with_it) {
  const TemporaryFolder folder;
  {
    Journal journal(folder.path());
    AlertParcel parcel = made_parcel();
    parcel.event.priority = 101;  // no event of this format
    std::vector<AlertParcel> batch{parcel};
    (void)journal.append(batch);
  }
  const JournalSoundness sound = JournalCheck(folder.path(), {}).run();
  EXPECT_THAT(sound.findings, IsEmpty());
  EXPECT_THAT(sound.notes, ElementsAre(HasSubstr("this version cannot read it (priority: is out of range)")));
}

TEST(JournalCheck, calls_a_file_that_breaks_off_a_finding) {
  const MadeJournal made;
  const auto file = made.path() / "journal.sqlite";
  std::string bytes = file_text(file);
  ASSERT_GT(bytes.size(), 12 * 4096U);
  std::fill(bytes.begin() + 3 * 4096, bytes.end() - 4096, '\xAA');
  std::ofstream(file, std::ios::binary) << bytes;
  try {
    EXPECT_FALSE(made.check().findings.empty());
  } catch (const JournalError& error) {
    EXPECT_EQ(error.cause(), JournalError::Cause::damaged);
  }
}

TEST(JournalCheck, stops_when_it_is_told_to) {
  const MadeJournal made;
  JournalCheckOptions options;
  options.go_on = [](double) { return false; };
  EXPECT_FALSE(JournalCheck(made.path(), std::move(options)).run().finished);
}

TEST(NotedHead, is_read_from_a_line_and_from_a_heartbeat) {
  const std::string digits(64, 'a');
  const auto line = noted_head("north:east:17:" + digits);
  ASSERT_TRUE(line);
  EXPECT_EQ(line->channel, "north:east");
  EXPECT_EQ(line->seq, 17U);
  EXPECT_EQ(hex(line->head), digits);
  const auto beat =
      noted_head(R"({"stream":"0123456789abcdef0123456789abcdef","channel":"open","seq":3,"head":")" +
                 digits + R"(","journal":"ok","sent_at":"2026-11-21T21:30:01.000Z"})");
  ASSERT_TRUE(beat);
  EXPECT_EQ(beat->stream, "0123456789abcdef0123456789abcdef");
  EXPECT_EQ(beat->seq, 3U);
  EXPECT_FALSE(beat->audit);
  const auto with_trail =
      noted_head(R"({"stream":"0123456789abcdef0123456789abcdef","channel":"open","seq":3,"head":")" +
                 digits + R"(","journal":"ok","audit":{"seq":7,"head":")" + std::string(64, 'b') +
                 R"("},"sent_at":"2026-11-21T21:30:01.000Z"})");
  ASSERT_TRUE(with_trail && with_trail->audit);
  EXPECT_EQ(with_trail->audit->seq, 7U);
  EXPECT_EQ(hex(with_trail->audit->head), std::string(64, 'b'));
  for (const char* wrong : {"", "open", "open:3", "open:x:aa", ":3:aa", "{\"seq\":1}"})
    EXPECT_FALSE(noted_head(wrong)) << wrong;
}

TEST(SeqRanges, join_what_touches_and_come_back_from_their_text) {
  SeqRanges seqs;
  for (const std::uint64_t seq : {5U, 1U, 2U, 9U, 3U, 8U}) seqs.add(seq);
  EXPECT_EQ(seqs.text(), "1-3,5,8-9");
  EXPECT_EQ(seqs.count(), 6U);
  seqs.add(2, 8);
  EXPECT_EQ(seqs.text(), "1-9");
  EXPECT_TRUE(SeqRanges::of_text("1-3,5")->contains(5));
  EXPECT_FALSE(SeqRanges::of_text("1-3,5")->contains(4));
  for (const char* wrong : {"", "0", "3-1", "1,", ",1", "1-", "a", "1-2-3"})
    EXPECT_FALSE(SeqRanges::of_text(wrong)) << wrong;
}

}  // namespace
}  // namespace nightjar
