#include "alerts/consumer_place.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <thread>

#include "tests/alerts/full_disk.hpp"
#include "tests/alerts/made_alerts.hpp"

namespace nightjar {
namespace {

using testing::HasSubstr;

/// In a folder that goes with the test.
struct PlaceFile {
  TemporaryFolder folder;
  std::filesystem::path path = folder.path() / "place";
};

/// Knows a desk's stream up to a number.
void come_to(ConsumerPlace& place, const std::string& stream, std::uint64_t seq) {
  place.join(stream, "open", seq);
  place.now_at("desk", "open", stream);
  place.keep(true);
}

TEST(ConsumerPlace, remembers_over_a_restart_what_was_dealt_with_and_doubts_what_was_not) {
  const PlaceFile made;
  const auto& file = made.path;
  {
    ConsumerPlace place(file);
    place.join("s", "open", 4);
    place.keep(true);
    EXPECT_TRUE(place.take("s", "open", 5));
    EXPECT_FALSE(place.take("s", "open", 5));
    EXPECT_FALSE(place.begin("s", "open", 5, sha256("five")));
    place.done();
    EXPECT_TRUE(place.take("s", "open", 6));
    EXPECT_FALSE(place.begin("s", "open", 6, sha256("six")));
  }  // as if killed: six was given, and nobody came back for more
  ConsumerPlace place(file);
  EXPECT_EQ(place.of("s", "open").whole_up_to(), 5U);
  EXPECT_TRUE(place.of("s", "open").joined);
  EXPECT_FALSE(place.take("s", "open", 5));
  ASSERT_TRUE(place.take("s", "open", 6));
  EXPECT_TRUE(place.begin("s", "open", 6, sha256("six")));
}

TEST(ConsumerPlace, keeps_ranges_chain_and_streams_when_it_is_made_anew) {
  const PlaceFile made;
  const auto& file = made.path;
  const Sha256 head = sha256("head");
  {
    ConsumerPlace place(file);
    place.join("old", "open", 3);
    place.join("s", "open", 2);
    (void)place.of("s", "open").chain.head(2, head);
    EXPECT_TRUE(place.take("s", "open", 9));
    place.now_at("desk", "open", "s");
    place.save();
    EXPECT_TRUE(place.take("s", "open", 3));
    (void)place.begin("s", "open", 3, sha256("three"));
    place.done();
  }
  ConsumerPlace place(file);
  EXPECT_EQ(place.of("s", "open").had.text(), "1-3,9");
  ASSERT_TRUE(place.of("s", "open").chain.end());
  EXPECT_EQ(place.of("s", "open").chain.end()->head, sha256(head, sha256("three")));
  EXPECT_EQ(place.of("old", "open").whole_up_to(), 3U);
  EXPECT_EQ(place.stream_of("desk", "open"), "s");
}

TEST(ConsumerPlace, leaves_out_a_line_that_was_cut_and_refuses_what_is_no_place) {
  const PlaceFile made;
  const auto& file = made.path;
  std::ofstream(file) << "nightjar place 1\n[\"joined\",\"s\",\"open\",7]\n[\"joined\",\"s\",\"op";
  EXPECT_EQ(ConsumerPlace(file).of("s", "open").whole_up_to(), 7U);
  const auto fault_of = [&](const std::string& text) -> std::string {
    std::ofstream(file) << text;
    try {
      const ConsumerPlace place(file);
    } catch (const PlaceError& error) {
      return error.what();
    }
    return "none";
  };
  EXPECT_EQ(fault_of("mark,make\n"), file.string() + ": is no place of a consumer");
  for (const char* line : {"{}", "[]", "[\"had\",1,2,3]", "[\"passed\",\"s\",\"open\",5,1]", "nonsense",
                           "[\"had\",\"s\",\"open\",-1]", "[\"place\",\"s\",\"open\",1]"})
    EXPECT_THAT(fault_of("nightjar place 1\n" + std::string(line) + "\n"), HasSubstr(":2: is no line"))
        << line;
  EXPECT_THROW(ConsumerPlace("/dev/null/place"), PlaceError);
}

TEST(ConsumerPlace, remembers_how_far_alerts_had_come_that_were_given_before_their_turn) {
  const PlaceFile made;
  const auto& file = made.path;
  {
    ConsumerPlace place(file);
    come_to(place, "s", 4);
    for (const std::uint64_t seq : {5U, 7U, 9U}) {
      EXPECT_TRUE(place.take("s", "open", seq));
      (void)place.begin("s", "open", seq, sha256("x"), {"a" + std::to_string(seq), 3});
      if (seq < 9) place.done();
    }
  }
  for (int start = 0; start < 3; ++start) {  // also of a file that was made anew
    ConsumerPlace place(file);
    EXPECT_EQ(place.given_before("a5"), 0U) << "nothing before it is still to come";
    EXPECT_EQ(place.given_before("a7"), 3U);
    EXPECT_EQ(place.given_before("a9"), 3U) << "it may have been shown";
    if (start == 1) place.save();
  }
}

TEST(ConsumerPlace, has_gone_on_only_when_all_that_came_before_is_dealt_with) {
  const PlaceFile made;
  const auto& file = made.path;
  {
    ConsumerPlace place(file);
    come_to(place, "old", 4);
    EXPECT_TRUE(place.take("old", "open", 5));
    EXPECT_TRUE(place.take("old", "open", 6));
    place.join("new", "open", 0);
    place.now_at("desk", "open", "new");
    (void)place.begin("old", "open", 5, sha256("five"));
    place.keep(true);
  }  // as if killed: six was never given
  {
    ConsumerPlace place(file);
    EXPECT_EQ(place.stream_of("desk", "open"), "old");
    EXPECT_TRUE(place.take("old", "open", 6));
    place.now_at("desk", "open", "new");
    (void)place.begin("old", "open", 6, sha256("six"));
    place.done();
    place.keep(true);
  }
  EXPECT_EQ(ConsumerPlace(file).stream_of("desk", "open"), "new");
}

TEST(ConsumerPlace, knows_how_far_alerts_of_a_newer_stream_had_come_while_an_older_is_told) {
  const PlaceFile made;
  const auto& file = made.path;
  {
    ConsumerPlace place(file);
    come_to(place, "old", 4);
    EXPECT_TRUE(place.take("new", "open", 1));
    (void)place.begin("new", "open", 1, sha256("x"), {"a1", 2});
    place.done();
  }
  EXPECT_EQ(ConsumerPlace(file).given_before("a1"), 2U);
}

TEST(ConsumerPlace, goes_on_behind_a_line_that_was_cut) {
  const PlaceFile made;
  const auto& file = made.path;
  std::ofstream(file) << "nightjar place 1\n[\"joined\",\"s\",\"open\",7]\n[\"joined\",\"s\",\"op";
  {
    ConsumerPlace place(file);
    place.join("s", "open", 9);
    place.keep(true);
  }
  EXPECT_EQ(ConsumerPlace(file).of("s", "open").whole_up_to(), 9U);
}

TEST(ConsumerPlace, keeps_nothing_of_what_a_full_disk_has_cut_and_goes_on_when_it_is_back) {
  const PlaceFile made;
  const auto& file = made.path;
  {
    ConsumerPlace place(file);
    place.join("s", "open", 4);
    place.keep(true);
    EXPECT_TRUE(place.take("s", "open", 5));
    std::optional<FullDisk> full(std::in_place, file_text(file).size() + 7);
    EXPECT_THROW((void)place.begin("s", "open", 5, sha256("five")), PlaceError);
    full.reset();
    place.done();
    EXPECT_TRUE(place.take("s", "open", 6));
    (void)place.begin("s", "open", 6, sha256("six"));
    place.done();
  }
  ConsumerPlace place(file);
  EXPECT_EQ(place.of("s", "open").had.text(), "1-4,6") << "five was never given";
}

TEST(ConsumerPlace, goes_on_where_its_disk_may_fill_and_is_written_when_there_is_room) {
  const PlaceFile made;
  const auto& file = made.path;
  const auto show = [](ConsumerPlace& place, std::uint64_t seq) {
    EXPECT_TRUE(place.take("s", "open", seq));
    place.announce({{"s", "open", seq}});
    EXPECT_FALSE(place.begin("s", "open", seq, sha256("x")));
    place.done();
    place.keep(true);
  };
  ConsumerPlace place(file, "boot", PlaceDisk::may_fill);
  place.join("s", "open", 4);
  place.keep(true);
  {
    const FullDisk full(file_text(file).size() + 7);
    for (const std::uint64_t seq : {5U, 6U}) show(place, seq);
    EXPECT_TRUE(place.lags());
    EXPECT_EQ(file_text(file).find("[\"had\""), std::string::npos);
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(1100));  // it is tried once a second
  show(place, 7);
  EXPECT_FALSE(place.lags());
  const auto copy = made.folder.path() / "copy";
  std::filesystem::copy_file(file, copy);  // as a kill would leave it
  EXPECT_EQ(ConsumerPlace(copy, "boot").of("s", "open").had.text(), "1-7");
}

TEST(ConsumerPlace, begins_on_a_full_disk_where_that_may_fill) {
  const TemporaryFolder folder;
  const FullDisk full(4);
  EXPECT_THROW(ConsumerPlace(folder.path() / "place"), PlaceError);
  ConsumerPlace place(folder.path() / "place", "boot", PlaceDisk::may_fill);
  EXPECT_TRUE(place.lags());
  EXPECT_TRUE(place.take("s", "open", 1));
  EXPECT_FALSE(place.begin("s", "open", 1, sha256("x")));
}

TEST(ConsumerPlace, belongs_to_one_consumer) {
  const TemporaryFolder folder;
  const ConsumerPlace place(folder.path() / "place");
  EXPECT_THROW(ConsumerPlace(folder.path() / "place"), PlaceError);
}

TEST(ConsumerPlace, bears_a_stranger_that_makes_up_streams) {
  ConsumerPlace place("");
  place.join("honest", "open", 7);
  for (int i = 0; i < 1000; ++i) {
    EXPECT_TRUE(place.take(std::to_string(i), "open", 1));
    EXPECT_FALSE(place.take("honest", "open", 7));
  }
}

/// Announces three events, has dealt with one and is dealing with another when it ends.
void end_in_the_middle(const std::filesystem::path& file) {
  ConsumerPlace place(file, "boot 1");
  place.join("s", "open", 0);
  place.keep(true);
  place.announce({{"s", "open", 1}, {"s", "open", 2}, {"s", "open", 3}});
  EXPECT_TRUE(place.is_announced("s", "open", 3));
  (void)place.begin("s", "open", 1, sha256("one"));
  place.done();
  (void)place.begin("s", "open", 2, sha256("two"));
}

std::vector<bool> doubted(ConsumerPlace& place) {
  std::vector<bool> doubted;
  for (std::uint64_t seq = 1; seq <= 3; ++seq)
    doubted.push_back(place.take("s", "open", seq) && place.begin("s", "open", seq, sha256("")));
  return doubted;
}

TEST(ConsumerPlace, doubts_after_a_power_cut_all_that_was_coming_and_after_a_kill_one_event) {
  const PlaceFile made;
  const auto& file = made.path;
  end_in_the_middle(file);
  {
    ConsumerPlace killed(file, "boot 1");
    EXPECT_EQ(doubted(killed), (std::vector<bool>{false, true, false}));
  }
  std::filesystem::remove(file);
  end_in_the_middle(file);
  std::string text = file_text(file);
  text.resize(text.find("[\"given\""));  // what was not on disk yet
  std::ofstream(file) << text;
  ConsumerPlace cut(file, "boot 2");
  EXPECT_EQ(doubted(cut), (std::vector<bool>{true, true, true})) << "none is shown again unmarked";
}

TEST(ConsumerPlace, doubts_nothing_that_it_said_it_would_not_give) {
  const PlaceFile made;
  const auto& file = made.path;
  {
    ConsumerPlace place(file, "boot 1");
    place.join("s", "open", 0);
    place.keep(true);
    place.announce({{"s", "open", 1}});
    place.end();
  }
  ConsumerPlace place(file, "boot 2");
  ASSERT_TRUE(place.take("s", "open", 1)) << "it comes";
  EXPECT_FALSE(place.begin("s", "open", 1, sha256("one"))) << "as what was not shown";
}

}  // namespace
}  // namespace nightjar
