#include "alerts/room_lists.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/alerts/made_alerts.hpp"

namespace nightjar {
namespace {

using nlohmann::json;
using testing::HasSubstr;

RoomEntry entry_of(const std::string& mark) {
  RoomEntry entry;
  entry.mark = mark;
  entry.reason = "999 call: \"grey van\", two men";
  entry.person = "PC Example";
  entry.entered_at = evening();
  entry.ends_at = evening(12 * 3'600'000);
  return entry;
}

PlateText read_of(const std::string& mark) {
  PlateText read;
  read.mark = mark;
  read.confidence = 0.97;
  return read;
}

TEST(RoomList, is_a_list_like_any_other) {
  RoomList room("open");
  EXPECT_EQ(room.add(entry_of("AB12CDE")), "");
  const TermedHotlist list = room.listed();
  EXPECT_EQ(list.terms.name, "room/open");
  EXPECT_EQ(list.terms.channel, "open");
  EXPECT_EQ(list.index->edition().revision.size(), 16U);
  const auto matches = HotlistMatcher({list}).match(read_of("AB12CDE"), evening());
  ASSERT_EQ(matches.size(), 1U);
  EXPECT_EQ(matches[0].entry.reason, "999 call: \"grey van\", two men");
  EXPECT_EQ(matches[0].priority, 10);
}

TEST(RoomList, changes_its_revision_with_what_it_holds) {
  RoomList room("open");
  const std::string empty = room.listed().index->edition().revision;
  ASSERT_EQ(room.add(entry_of("AB12CDE")), "");
  const std::string one = room.listed().index->edition().revision;
  EXPECT_NE(empty, one);
  EXPECT_TRUE(room.cancel("AB12CDE"));
  EXPECT_FALSE(room.cancel("AB12CDE"));
  EXPECT_EQ(room.listed().index->edition().revision, empty);
  EXPECT_TRUE(HotlistMatcher({room.listed()}).match(read_of("AB12CDE"), evening()).empty());
}

TEST(RoomList, refuses_what_no_list_could_hold) {
  RoomList room("open");
  EXPECT_NE(room.add(entry_of("")), "");
  EXPECT_NE(room.add(entry_of("THIRTEENCHARS")), "");
  RoomEntry controls = entry_of("AB12CDE");
  controls.reason = "a\nb";
  EXPECT_NE(room.add(controls), "");
  EXPECT_TRUE(room.entries().empty());
}

TEST(RoomList, is_the_same_after_it_was_kept) {
  RoomList room("open");
  RoomEntry entry = entry_of("AB12CDE");
  entry.action = "STOP";
  entry.authoriser = "DI Example";
  entry.priority = 3;
  ASSERT_EQ(room.add(entry), "");
  const RoomList again = RoomList::of_text("open", room.text());
  EXPECT_EQ(again.text(), room.text());
  EXPECT_EQ(again.entries().at(0).ends_at, entry.ends_at);
  EXPECT_THROW((void)RoomList::of_text("open", "[{}]"), std::runtime_error);
}

TEST(RoomList, lets_an_entry_end) {
  RoomList room("open");
  ASSERT_EQ(room.add(entry_of("AB12CDE")), "");
  EXPECT_EQ(room.expire(evening(12 * 3'600'000 - 1)), 0U);
  EXPECT_EQ(room.expire(evening(12 * 3'600'000)), 1U);
}

class Outlet {
 public:
  explicit Outlet(const std::filesystem::path& folder) : outlet_(options(folder)) {}
  AlertOutlet& operator*() { return outlet_; }

 private:
  static AlertOutletOptions options(const std::filesystem::path& folder) {
    AlertOutletOptions options;
    options.delivery.journal = folder;
    return options;
  }
  AlertOutlet outlet_;
};

DeskRequest request_of(const std::string& what, json body, const std::string& channel = "open") {
  static int number = 0;
  DeskRequest request;
  request.channel = channel;
  request.what = what;
  request.id = "request-" + std::to_string(++number);
  request.person = "PC Example";
  request.reason = "999 call";
  request.body = std::move(body);
  return request;
}

TEST(RoomLists, put_a_mark_in_force_at_once_and_take_it_out_again) {
  const TemporaryFolder folder;
  Outlet outlet(folder.path());
  std::vector<TermedHotlist> put;
  RoomLists rooms(*outlet, {{"open", false}}, [&](TermedHotlist list) { put.push_back(std::move(list)); });
  EXPECT_TRUE(put.empty()) << "nothing is kept yet";
  const DeskAnswer added = rooms.add(request_of("add", {{"mark", "ab12 cde"}, {"action", "STOP"}}));
  ASSERT_EQ(added.error, "");
  EXPECT_EQ(added.fields["mark"], "AB12CDE");
  ASSERT_EQ(put.size(), 1U);
  const auto matches = HotlistMatcher({put[0]}).match(read_of("AB12CDE"), evening());
  ASSERT_EQ(matches.size(), 1U);
  EXPECT_EQ(matches[0].entry.owner, "PC Example") << "who entered it answers for it";
  EXPECT_EQ(matches[0].entry.reason, "999 call");
  EXPECT_EQ(rooms.cancel(request_of("cancel", {{"mark", "AB12 CDE"}})).error, "");
  EXPECT_EQ(put.at(1).index->size(), 0U);
  EXPECT_THAT(rooms.cancel(request_of("cancel", {{"mark", "AB12 CDE"}})).error, HasSubstr("no AB12CDE"));
}

TEST(RoomLists, come_back_after_a_restart_without_what_has_ended) {
  const TemporaryFolder folder;
  {
    Outlet outlet(folder.path());
    RoomLists rooms(*outlet, {{"open", false}}, [](TermedHotlist) {});
    ASSERT_EQ(rooms.add(request_of("add", {{"mark", "AB12CDE"}})).error, "");
    ASSERT_EQ(rooms.add(request_of("add", {{"mark", "XY99ZZZ"}, {"hours", 0.001}})).error, "");
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(4100));
  std::vector<TermedHotlist> put;
  Outlet outlet(folder.path());
  RoomLists rooms(*outlet, {{"open", false}}, [&](TermedHotlist list) { put.push_back(std::move(list)); });
  ASSERT_EQ(put.size(), 1U);
  EXPECT_EQ(put[0].index->size(), 1U);
  EXPECT_TRUE(put[0].index->first_row("AB12CDE"));
}

TEST(RoomLists, take_an_entry_out_of_force_when_it_ends) {
  const TemporaryFolder folder;
  Outlet outlet(folder.path());
  std::vector<TermedHotlist> put;
  RoomLists rooms(*outlet, {{"open", false}}, [&](TermedHotlist list) { put.push_back(std::move(list)); });
  ASSERT_EQ(rooms.add(request_of("add", {{"mark", "AB12CDE"}})).error, "");
  const auto now = std::chrono::time_point_cast<CaptureTime::duration>(std::chrono::system_clock::now());
  rooms.expire(now + std::chrono::hours(11));
  EXPECT_EQ(put.size(), 1U);
  rooms.expire(now + std::chrono::hours(13));
  ASSERT_EQ(put.size(), 2U);
  EXPECT_EQ(put[1].index->size(), 0U);
}

TEST(RoomLists, keep_SILENT_off_a_channel_that_is_not_restricted) {
  const TemporaryFolder folder;
  Outlet outlet(folder.path());
  std::vector<TermedHotlist> put;
  RoomLists rooms(*outlet, {{"open", false}, {"restricted", true}},
                  [&](TermedHotlist list) { put.push_back(std::move(list)); });
  EXPECT_THAT(rooms.add(request_of("add", {{"mark", "AB12CDE"}, {"action", "Silent"}})).error,
              HasSubstr("SILENT"));
  EXPECT_EQ(rooms.add(request_of("add", {{"mark", "AB12CDE"}, {"action", "Silent"}}, "restricted")).error,
            "");
  EXPECT_EQ(HotlistMatcher({put.at(0)}).match(read_of("AB12CDE"), evening()).at(0).channel, "restricted");
}

TEST(RoomLists, refuse_what_nobody_answers_for) {
  const TemporaryFolder folder;
  Outlet outlet(folder.path());
  RoomLists rooms(*outlet, {{"open", false}}, [](TermedHotlist) { FAIL() << "in force"; });
  DeskRequest request = request_of("add", {{"mark", "AB12CDE"}});
  request.reason.clear();
  EXPECT_THAT(rooms.add(request).error, HasSubstr("reason"));
  request = request_of("add", {{"mark", "AB12CDE"}});
  request.person.clear();
  EXPECT_THAT(rooms.add(request).error, HasSubstr("person"));
  EXPECT_THAT(rooms.add(request_of("add", {{"mark", "AB12CDE"}, {"hours", 1000}})).error, HasSubstr("hours"));
  EXPECT_THAT(rooms.add(request_of("add", {{"mark", "AB12CDE"}, {"priority", 101}})).error,
              HasSubstr("priority"));
  EXPECT_THAT(rooms.add(request_of("add", {{"mark", "?"}})).error, HasSubstr("mark"));
}

TEST(RoomLists, put_down_who_entered_what_and_why) {
  const TemporaryFolder folder;
  {
    Outlet outlet(folder.path());
    RoomLists rooms(*outlet, {{"open", false}}, [](TermedHotlist) {});
    ASSERT_EQ(rooms.add(request_of("add", {{"mark", "AB12CDE"}})).error, "");
  }
  const Journal journal(folder.path());
  const auto record = audit_from_json(journal.audit_since(0, 1).at(0).text).value();
  EXPECT_EQ(record.what, "add");
  EXPECT_EQ(record.about, "AB12CDE");
  EXPECT_EQ(record.person, "PC Example");
  EXPECT_EQ(record.reason, "999 call");
  EXPECT_THAT(record.outcome, HasSubstr("AB12CDE in force until "));
}

}  // namespace
}  // namespace nightjar
