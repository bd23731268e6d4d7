#include "alerts/case_bundle.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "alerts/audit.hpp"
#include "alerts/journal.hpp"
#include "tests/alerts/made_alerts.hpp"

namespace nightjar {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

constexpr const char* kSite = "[[feed]]\nuri = \"rtsp://user:secret@10.0.0.5/stream\"\n";

AuditRecord made_record(const std::string& what, const std::string& about,
                        const std::string& channel = "open") {
  AuditRecord record;
  record.at = evening(-1000);
  record.person = "PC Example";
  record.what = what;
  record.channel = channel;
  record.about = about;
  record.request = random_id();
  record.outcome = "done";
  return record;
}

/// A journal with two alerts among others, and a bundle of one of them.
class BundleOfOne : public testing::Test {
 protected:
  BundleOfOne() : journal_(folder_.path()) {
    config_ = hex(sha256(kSite)).substr(0, 16);
    journal_.note(made_record("start", "site " + config_, "/"), KeptText{kept_site(config_), kSite});
    append("other", "other picture");
    append("a1", "picture one");
    append("other", "other picture");
    append("a1", "picture two");
    append("other", "other picture");
    journal_.note(made_record("act", "a1 confirmed"));
    journal_.note(made_record("act", "other confirmed"));
    journal_.note(made_record("act", "a1 confirmed", "restricted"));
  }

  void append(const std::string& alert, const std::string& picture) {
    AlertParcel parcel = made_parcel(alert);
    parcel.pictures = {made_picture(picture)};
    parcel.event.evidence = {{"plate", parcel.pictures[0].sha256, evening(), "a32-south"}};
    parcel.event.published_at = evening();
    parcel.event.config = config_;
    std::vector<AlertParcel> batch{parcel};
    (void)journal_.append(batch);
  }

  std::string bundle(const std::string& alert = "a1", const std::string& channel = "open") {
    JournalReader reader(folder_.path());
    const CaseBundle made =
        make_case_bundle(reader, {channel, alert, "DC Example", "trial", "nightjar test", evening()});
    fault_ = made.fault;
    return tar_of(made.items, evening());
  }

  static std::string item(const std::string& tar, const std::string& name) {
    for (const TarItem& one : read_tar(tar).items)
      if (one.name == name) return one.bytes;
    return "";
  }

  TemporaryFolder folder_;
  Journal journal_;
  std::string config_, fault_;
};

TEST_F(BundleOfOne, holds_events_pictures_chain_audit_and_site_and_proves_itself) {
  const std::string tar = bundle();
  const BundleSoundness sound = check_case_bundle(tar);
  EXPECT_THAT(sound.findings, IsEmpty());
  EXPECT_EQ(sound.summary,
            "alert a1 of channel open: 2 events, 2 pictures, 2 audit records, chain up to event 5");
  EXPECT_EQ(item(tar, "pictures/" + hex(sha256("picture one")) + ".jpg"), "picture one");
  EXPECT_THAT(item(tar, "audit.jsonl"), testing::Not(HasSubstr("other confirmed")));
  EXPECT_THAT(item(tar, "audit.jsonl"), HasSubstr("site " + config_)) << "the start says software and models";
  EXPECT_EQ(tar.find("other picture"), std::string::npos);
  EXPECT_THAT(item(tar, "site-" + config_ + ".toml"), HasSubstr("rtsp://***@10.0.0.5/stream"));
  EXPECT_EQ(tar.find("secret"), std::string::npos);
}

TEST_F(BundleOfOne, holds_the_part_of_the_site_that_its_channel_may_have) {
  JournalReader reader(folder_.path());
  BundleOrder order{"open", "a1", "DC Example", "trial", "nightjar test", evening()};
  order.shown_site = [](std::string_view site) {
    return site == kSite ? "part of " + std::string(site) : "";
  };
  const std::string tar = tar_of(make_case_bundle(reader, order).items, evening());
  EXPECT_THAT(item(tar, "site-" + config_ + ".toml"), testing::StartsWith("part of "));
  EXPECT_THAT(item(tar, "site-" + config_ + ".toml"), HasSubstr("rtsp://***@10.0.0.5/stream"));
  EXPECT_THAT(check_case_bundle(tar).findings, IsEmpty());
  order.shown_site = [](std::string_view) { return std::nullopt; };
  EXPECT_EQ(item(tar_of(make_case_bundle(reader, order).items, evening()), "site-" + config_ + ".toml"), "");
}

TEST_F(BundleOfOne, names_the_item_of_every_byte_that_is_changed) {
  const std::string tar = bundle();
  for (std::size_t place = 0; place < tar.size(); place += place % 512 < 300 ? 7 : 3) {
    std::string changed = tar;
    changed[place] = static_cast<char>(changed[place] ^ 1);
    const BundleSoundness sound = check_case_bundle(changed);
    ASSERT_FALSE(sound.findings.empty()) << "byte " << place;
  }
  std::string changed = tar;
  changed[changed.find("picture one")] = 'P';
  EXPECT_THAT(check_case_bundle(changed).findings,
              Contains("pictures/" + hex(sha256("picture one")) + ".jpg: was changed"));
  changed = tar;
  changed.replace(changed.find("\"AB12CDE\""), 9, "\"AB12CDF\"");
  EXPECT_THAT(check_case_bundle(changed).findings, Contains("events.jsonl: was changed"));
  EXPECT_THAT(check_case_bundle(changed).findings,
              Contains("events.jsonl:1: event 2 is not the one in the chain"));
}

/// Whoever changes an event may also make manifest and chain anew; a head that was noted elsewhere tells.
TEST_F(BundleOfOne, is_proven_by_a_head_that_somebody_has_noted) {
  const std::string tar = bundle();
  const ChainEnd end = journal_.end_of("open");
  EXPECT_THAT(check_case_bundle(tar, {{std::nullopt, "open", end.seq, end.head}}).findings, IsEmpty());
  EXPECT_THAT(check_case_bundle(tar, {{std::nullopt, "open", end.seq, sha256("another")}}).findings,
              Contains(HasSubstr("the noted head of event 5 of channel open is not in it")));
}

TEST_F(BundleOfOne, finds_items_that_were_taken_out_or_put_in) {
  std::vector<TarItem> items = read_tar(bundle()).items;
  items.push_back({"extra.txt", "more"});
  EXPECT_THAT(check_case_bundle(tar_of(items, evening())).findings, Contains(StartsWith("extra.txt: ")));
  items.pop_back();
  std::erase_if(items, [](const TarItem& one) { return one.name == "audit.jsonl"; });
  EXPECT_THAT(check_case_bundle(tar_of(items, evening())).findings, Contains("audit.jsonl: is missing"));
}

TEST_F(BundleOfOne, says_what_had_been_deleted_and_with_which_record) {
  AuditRecord record = made_record("delete", "");
  const auto held = journal_.held_before("open", CaptureTime::max(), {}, 2);
  (void)journal_.remove(held, record);
  const std::string tar = bundle();
  const BundleSoundness sound = check_case_bundle(tar);
  EXPECT_THAT(sound.findings, IsEmpty());
  EXPECT_THAT(sound.notes, Contains(HasSubstr("had been deleted on time")));
  EXPECT_THAT(item(tar, "audit.jsonl"), HasSubstr(journal_.stream() + " 1-2"));
}

TEST_F(BundleOfOne, is_not_made_of_another_channels_alert) {
  (void)bundle("a1", "restricted");
  EXPECT_EQ(fault_, "alert: no \"a1\" on channel restricted");
  (void)bundle("nothing");
  EXPECT_EQ(fault_, "alert: no \"nothing\" on channel open");
}

TEST_F(BundleOfOne, survives_garbage) {
  const std::string tar = bundle();
  EXPECT_FALSE(check_case_bundle("").findings.empty());
  EXPECT_FALSE(check_case_bundle(std::string(5000, 'x')).findings.empty());
  for (std::size_t size = 0; size < tar.size(); size += 511)
    EXPECT_FALSE(check_case_bundle(tar.substr(0, size)).findings.empty()) << size;
}

TEST(Tar, is_read_by_the_systems_own_tar) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "case.tar";
  std::ofstream(file, std::ios::binary)
      << tar_of({{"a/one", "1"}, {"two", std::string(513, '2')}}, evening());
  ASSERT_EQ(std::system(("tar -xf " + file.string() + " -C " + folder.path().string()).c_str()), 0);
  EXPECT_EQ(file_text(folder.path() / "a" / "one"), "1");
  EXPECT_EQ(file_text(folder.path() / "two"), std::string(513, '2'));
}

TEST(WithoutPasswords, leaves_out_what_stands_before_an_at_sign) {
  EXPECT_EQ(without_passwords("a = \"rtsp://u:p@h/x\"\nb = \"tcp://127.0.0.1:1\"\nc = \"srt://u:a/b@c@h\""),
            "a = \"rtsp://***@h/x\"\nb = \"tcp://127.0.0.1:1\"\nc = \"srt://***@h\"");
}

}  // namespace
}  // namespace nightjar
