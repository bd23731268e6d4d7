#include "tools/nightjar/hotlist_reload.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "tools/nightjar/load_hotlists.hpp"

namespace nightjar {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

CaptureTime now() {
  return std::chrono::time_point_cast<CaptureTime::duration>(std::chrono::system_clock::now());
}

/// A site of one ANPR feed and one list, and the thread of its lists.
class ReloadedLists : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / fmt::format("nightjar_reload_{}", ::getpid());
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "lists");
    write(kFile, "");
    site_.version = "v";
    site_.journal = folder_ / "journal";
    HotlistSite list;
    list.name = "force";
    list.channel = "open";
    list.file = folder_ / "lists" / kFile;
    site_.hotlists.push_back(list);
    FeedSite feed;
    feed.name = "lane";
    site_.feeds.push_back(feed);
  }
  void TearDown() override {
    reload_.reset();
    fs::remove_all(folder_);
  }

  void start() {
    HotlistsLoad load = load_hotlists(site_.hotlists);
    ASSERT_THAT(load.errors, IsEmpty());
    lists_ = std::make_shared<HotlistsInForce>(std::make_shared<const HotlistMatcher>(load.lists));
    reads_ = std::make_shared<KeptReads>(site_, lists_);
    HotlistReloadOptions options;
    options.post = [this](const AlertParcel& parcel) {
      const std::scoped_lock held(lock_);
      happened_.push_back(
          parcel.event.vehicle
              ? fmt::format("{} {}", parcel.event.late_match ? "late" : "hit", parcel.event.vehicle->mark)
              : parcel.event.health->cause);
      parcels_.push_back(parcel);
    };
    options.judge = [this](const std::shared_ptr<const HotlistMatcher>&) {
      const std::scoped_lock held(lock_);
      happened_.emplace_back("judged");
    };
    options.every = 200ms;
    options.lists.settle = 100ms;
    reload_.emplace(site_, load.lists, lists_, reads_, options);
    reload_->start();
    ASSERT_TRUE(comes([&] { return happened() == std::vector<std::string>{"judged"}; }));
    const std::scoped_lock held(lock_);
    happened_.clear();
  }
  /// Ten entries, and more.
  void write(const std::string& name, const std::string& more) const {
    std::string text = "mark,reason,owner\n";
    for (int i = 0; i < 10; ++i) text += fmt::format("A{},r,o\n", i);
    std::ofstream(folder_ / "lists" / name) << text << more;
  }
  [[nodiscard]] bool holds(const std::string& mark) const {
    return !lists_->current()->match({mark, 1, {}, {}}, now()).empty();
  }
  template <class Condition>
  static bool comes(Condition condition) {
    for (int i = 0; i < 500 && !condition(); ++i) std::this_thread::sleep_for(20ms);
    return condition();
  }
  [[nodiscard]] std::vector<std::string> happened() {
    const std::scoped_lock held(lock_);
    return happened_;
  }
  void pass(const std::string& mark, std::uint64_t number, std::uint64_t swaps_ago = 0) const {
    PipelineYield yield;
    PlateRead read;
    read.pass = number;
    read.text = {mark, 0.99, {{mark, 0.99}}, {}};
    read.first_seen = read.last_seen = now();
    read.outcome = PassOutcome::read;
    yield.passes.push_back(read);
    yield.plate_pictures[number] = "picture of " + mark;
    yield.lists = lists_->generation() - swaps_ago;
    reads_->add("lane", yield, now());
  }

  static constexpr const char* kFile = "force.csv";
  fs::path folder_;
  Site site_;
  std::shared_ptr<HotlistsInForce> lists_;
  std::shared_ptr<KeptReads> reads_;
  std::mutex lock_;
  std::vector<std::string> happened_;
  std::vector<AlertParcel> parcels_;
  std::optional<HotlistReload> reload_;
};

TEST_F(ReloadedLists, come_in_force_when_their_file_is_written_again) {
  start();
  ASSERT_FALSE(holds("B1"));
  write(kFile, "B1,r,o\n");
  EXPECT_TRUE(comes([&] { return holds("B1"); }));
  EXPECT_TRUE(comes([&] { return happened() == std::vector<std::string>{"judged"}; }));
  EXPECT_EQ(reload_->states().at(0).entries, 11U);
}

TEST_F(ReloadedLists, come_in_force_when_another_file_is_renamed_over_theirs) {
  start();
  write("next.csv", "B1,r,o\n");
  fs::rename(folder_ / "lists" / "next.csv", folder_ / "lists" / kFile);
  EXPECT_TRUE(comes([&] { return holds("B1"); }));
}

TEST_F(ReloadedLists, come_in_force_when_their_folder_is_swapped_for_another) {
  start();
  fs::create_directories(folder_ / "next");
  fs::copy(folder_ / "lists" / kFile, folder_ / "next" / kFile);
  std::ofstream(folder_ / "next" / kFile, std::ios::app) << "B1,r,o\n";
  fs::rename(folder_ / "lists", folder_ / "old");
  fs::rename(folder_ / "next", folder_ / "lists");
  EXPECT_TRUE(comes([&] { return holds("B1"); }));
  write(kFile, "B1,r,o\nB2,r,o\n");
  EXPECT_TRUE(comes([&] { return holds("B2"); }));
}

TEST_F(ReloadedLists, search_the_kept_reads_once_for_new_entries_and_say_that_they_are_late) {
  start();
  pass("B1", 1);
  pass("A1", 2);
  pass("C1", 3);
  write(kFile, "B1,r,o\n");
  EXPECT_TRUE(comes([&] { return happened() == std::vector<std::string>{"judged", "late B1"}; }));
  write(kFile, "B1,r,o\nB2,r,o\n");
  EXPECT_TRUE(comes([&] { return holds("B2"); }));
  std::this_thread::sleep_for(500ms);
  EXPECT_THAT(happened(), ElementsAre("judged", "late B1", "judged"));
  const AlertEvent& late = parcels_.at(0).event;
  EXPECT_EQ(late.event, AlertHappening::raised);
  EXPECT_EQ(late.feed, "lane");
  EXPECT_EQ(late.vehicle->entries.at(0).list_revision->size(), 16U);
  EXPECT_EQ(parcels_.at(0).wire_picture, "picture of B1");
  ASSERT_EQ(late.evidence.size(), 1U);
  EXPECT_EQ(late.evidence.at(0).name, "plate");
  EXPECT_EQ(late.evidence.at(0).feed, "lane");
  EXPECT_EQ(late.evidence.at(0).sha256, parcels_.at(0).pictures.at(0).sha256);
}

TEST_F(ReloadedLists, search_a_read_that_was_matched_while_the_lists_were_swapped) {
  start();
  write(kFile, "B1,r,o\n");
  ASSERT_TRUE(comes([&] { return holds("B1"); }));
  pass("B1", 1, 1);  // matched against the lists before
  EXPECT_TRUE(comes([&] { return !happened().empty() && happened().back() == "late B1"; }));
}

TEST_F(ReloadedLists, keep_no_read_where_the_site_wants_none) {
  site_.feeds.at(0).keep_reads_h = 0;
  start();
  pass("B1", 1);
  write(kFile, "B1,r,o\n");
  EXPECT_TRUE(comes([&] { return holds("B1"); }));
  std::this_thread::sleep_for(500ms);
  EXPECT_THAT(happened(), ElementsAre("judged"));
}

TEST_F(ReloadedLists, take_a_list_that_is_no_file_at_once_and_search_for_it) {
  start();
  pass("ROOM1", 1);
  TermedHotlist own;
  own.terms.name = "room/open";
  own.terms.channel = "open";
  own.index = parse_hotlist("mark\nROOM1\n").index;
  reload_->put(own);
  EXPECT_TRUE(comes([&] { return happened() == std::vector<std::string>{"judged", "late ROOM1"}; }));
  write(kFile, "B1,r,o\n");
  EXPECT_TRUE(comes([&] { return holds("B1"); }));
  EXPECT_TRUE(holds("ROOM1"));
}

TEST_F(ReloadedLists, keep_what_is_in_force_and_take_what_a_person_accepts) {
  start();
  EXPECT_FALSE(reload_->accept("force", "open").done);
  EXPECT_FALSE(reload_->accept("none", "open").done);
  std::ofstream(folder_ / "lists" / kFile) << "mark\nA1\n";
  EXPECT_TRUE(comes([&] { return happened() == std::vector<std::string>{"refused"}; }));
  EXPECT_TRUE(holds("A2"));
  EXPECT_THAT(reload_->states().at(0).refused, testing::HasSubstr("holds 1 entries"));
  EXPECT_TRUE(reload_->accept("force", "open").done);
  EXPECT_TRUE(comes([&] { return !holds("A2"); }));
  EXPECT_TRUE(holds("A1"));
}

}  // namespace
}  // namespace nightjar
