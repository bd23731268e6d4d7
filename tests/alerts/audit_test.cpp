#include "alerts/audit.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "alerts/journal.hpp"
#include "alerts/journal_check.hpp"
#include "alerts/journal_reader.hpp"
#include "alerts/sqlite_database.hpp"
#include "tests/alerts/made_alerts.hpp"

namespace nightjar {
namespace {

AuditRecord made_record(const std::string& request, const std::string& reason = "999 call") {
  AuditRecord record;
  record.at = evening();
  record.person = "PC Example";
  record.what = "lookup";
  record.channel = "open";
  record.about = "AB12CDE";
  record.reason = reason;
  record.request = request;
  record.outcome = "1 found";
  return record;
}

TEST(Audit, keeps_who_did_what_and_why_in_a_chain_over_restarts) {
  const TemporaryFolder folder;
  for (const char* request : {"r1", "r2", "r3"}) {
    Journal journal(folder.path());
    journal.note(made_record(request));
  }
  const Journal journal(folder.path());
  const std::vector<StoredAudit> records = journal.audit_since(0, 10);
  ASSERT_EQ(records.size(), 3U);
  Sha256 head{};
  for (std::size_t i = 0; i < records.size(); ++i) {
    EXPECT_EQ(records[i].number, i + 1);
    EXPECT_EQ(records[i].digest, sha256(records[i].text));
    head = sha256(head, records[i].digest);
    EXPECT_EQ(records[i].head, head);
  }
  EXPECT_EQ(records[0].text,
            R"({"number":1,"at":"2026-11-21T20:00:00.000Z","person":"PC Example","what":"lookup",)"
            R"("channel":"open","about":"AB12CDE","reason":"999 call","request":"r1","outcome":"1 found"})");
}

AuditRecord of_channel(AuditRecord record, const std::string& channel) {
  record.channel = channel;
  return record;
}

TEST(Audit, shows_each_channel_numbers_and_a_chain_of_its_own) {
  const TemporaryFolder alone_folder, among_folder;
  Journal alone(alone_folder.path()), among(among_folder.path());
  for (const char* request : {"r1", "r2"}) {
    among.note(of_channel(made_record(std::string("of covert ") + request), "covert"));
    alone.note(made_record(request));
    among.note(made_record(request));
  }
  std::vector<StoredAudit> seen = among.audit_since(0, 10);
  EXPECT_EQ(seen.size(), 4U);
  std::erase_if(seen, [](const StoredAudit& one) { return one.trail != "open"; });
  const std::vector<StoredAudit> expected = alone.audit_since(0, 10);
  ASSERT_EQ(seen.size(), expected.size());
  for (std::size_t i = 0; i < seen.size(); ++i) {
    EXPECT_EQ(seen[i].text, expected[i].text) << "nothing tells of another channel";
    EXPECT_EQ(seen[i].seq, expected[i].seq);
    EXPECT_EQ(seen[i].trail_head, expected[i].trail_head);
  }
}

TEST(Audit, goes_on_by_channel_after_the_one_trail_of_an_earlier_version) {
  const TemporaryFolder folder;
  {
    Journal journal(folder.path());
    for (const char* request : {"r1", "r2"}) journal.note(made_record(request));
  }
  {
    SqliteDatabase database(folder.path() / "journal.sqlite");
    database.run(
        "DROP INDEX audit_of_trail; ALTER TABLE audit DROP COLUMN trail; ALTER TABLE audit DROP COLUMN seq;"
        " ALTER TABLE audit DROP COLUMN trail_head; PRAGMA user_version = 4");
  }
  {
    Journal journal(folder.path());
    journal.note(made_record("r3"));
  }
  Journal journal(folder.path());
  journal.note(made_record("r4"));
  const auto records = journal.audit_since(0, 10);
  ASSERT_EQ(records.size(), 4U);
  EXPECT_EQ(records[1].trail, "");
  EXPECT_EQ(records[1].seq, 2U);
  EXPECT_EQ(records[2].trail, "open");
  EXPECT_EQ(records[2].seq, 1U);
  EXPECT_EQ(records[3].seq, 2U);
  EXPECT_EQ(records[3].head, sha256(records[2].head, records[3].digest)) << "and all are one chain";
  EXPECT_TRUE(JournalCheck(folder.path(), {}).run().findings.empty());
}

TEST(Audit, finds_the_record_of_a_request_on_its_own_channel) {
  const TemporaryFolder folder;
  Journal journal(folder.path());
  journal.note(made_record("r1"));
  const auto text = journal.audit_of("open", "r1");
  ASSERT_TRUE(text);
  EXPECT_EQ(audit_from_json(*text)->person, "PC Example");
  EXPECT_FALSE(journal.audit_of("restricted", "r1"));
  EXPECT_FALSE(audit_from_json("{}"));
}

TEST(Audit, takes_no_request_twice_and_goes_on_in_its_chain) {
  const TemporaryFolder folder;
  Journal journal(folder.path());
  journal.note(made_record("r1"));
  EXPECT_THROW(journal.note(made_record("r1")), JournalError);
  journal.note(made_record("r2"));
  const auto records = journal.audit_since(0, 10);
  ASSERT_EQ(records.size(), 2U);
  EXPECT_EQ(records[1].head, sha256(records[0].head, records[1].digest));
}

TEST(Audit, keeps_a_text_with_the_deed_that_changed_it) {
  const TemporaryFolder folder;
  {
    Journal journal(folder.path());
    journal.note(made_record("r1"), KeptText{"room/open", "one"});
    journal.note(made_record("r2"), KeptText{"room/open", "two"});
    EXPECT_THROW(journal.note(made_record("r2"), KeptText{"room/open", "three"}), JournalError);
  }
  const Journal journal(folder.path());
  EXPECT_EQ(journal.kept("room/open"), "two");
  EXPECT_FALSE(journal.kept("room/restricted"));
}

TEST(Audit, is_added_to_a_journal_of_the_first_version_without_loss) {
  const TemporaryFolder folder;
  {
    Journal journal(folder.path());
    AlertParcel parcel = made_parcel("a1");
    parcel.pictures = {made_picture("plate")};
    parcel.event.evidence = {{"plate", parcel.pictures[0].sha256, evening(), "a32-south"}};
    std::vector<AlertParcel> batch{parcel};
    (void)journal.append(batch);
  }
  {
    SqliteDatabase database(folder.path() / "journal.sqlite");
    database.run(
        "DROP TABLE audit; DROP TABLE kept; DROP INDEX rejection; DROP TABLE shown; DROP TABLE mark_seen;"
        " DROP TABLE open_alert;"
        " DROP INDEX held_event; ALTER TABLE event DROP COLUMN at_ms; PRAGMA user_version = 1");
  }
  Journal journal(folder.path());
  EXPECT_EQ(journal.end_of("open").seq, 1U);
  journal.note(made_record("r1"));
  EXPECT_EQ(journal.audit_since(0, 10).size(), 1U);
  EXPECT_EQ(journal.history().events_of("a1", 10).size(), 1U);
  EXPECT_EQ(JournalReader(folder.path()).held_of_mark("open", "AB12CDE", 0, 10).size(), 1U);
  EXPECT_EQ(JournalReader(folder.path()).open_alerts("open", {}, 10).size(), 1U);
  const auto due = journal.held_before("open", evening(1), {}, 10);
  ASSERT_EQ(due.size(), 1U) << "its time is known";
  EXPECT_EQ(journal.remove(due, made_record("r2")).pictures, 1U) << "its pictures are known";
}

}  // namespace
}  // namespace nightjar
