#include "alerts/picture_wishes.hpp"

#include <gtest/gtest.h>

#include <map>
#include <tuple>

#include "tests/alerts/made_alerts.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;

AlertEvent showing(const std::string& alert, int priority, std::int64_t ms, const std::string& jpeg) {
  AlertEvent event = made_hit(alert);
  event.priority = priority;
  event.captured_at = evening(ms);
  event.evidence = {{"frame", hex(sha256(jpeg)), evening(ms), "a32-south"}};
  return event;
}

const PictureWishes::Clock::time_point kNow{};

/// Fetches the first wish whole; its alert, or "" where there is none.
std::string fetch(PictureWishes& wishes, const std::map<std::string, std::string>& jpegs) {
  while (const auto request = wishes.request(4096, kNow)) {
    const std::string digest = (*request)["sha256"];
    const std::string& jpeg = jpegs.at(digest);
    const std::uint64_t from = (*request)["from"];
    if (const auto picture = wishes.take(digest, jpeg.size(), from, jpeg.substr(from, 3), kNow)) {
      EXPECT_EQ(picture->jpeg, jpeg);
      return picture->alert;
    }
  }
  return "";
}

TEST(PictureWishes, are_fetched_by_priority_then_the_newest_in_parts_each_once) {
  PictureWishes wishes(PictureLimit{true, 0});
  std::map<std::string, std::string> jpegs;
  for (const auto& [alert, priority, ms] :
       {std::tuple("low", 50, 9), std::tuple("older", 10, 1), std::tuple("newer", 10, 2)}) {
    const std::string jpeg = std::string("jpeg of ") + alert;
    jpegs[hex(sha256(jpeg))] = jpeg;
    wishes.add(showing(alert, priority, ms, jpeg));
    wishes.add(showing("again", priority, ms, jpeg));
  }
  EXPECT_EQ(fetch(wishes, jpegs), "newer");
  EXPECT_EQ(fetch(wishes, jpegs), "older");
  EXPECT_EQ(fetch(wishes, jpegs), "low");
  EXPECT_TRUE(wishes.empty());
}

TEST(PictureWishes, go_on_where_a_picture_was_broken_off_under_the_same_name_of_the_request) {
  PictureWishes wishes(PictureLimit{true, 0});
  wishes.add(showing("a", 10, 1, "0123456789"));
  const auto first = wishes.request(4096, kNow);
  EXPECT_FALSE(wishes.take(hex(sha256("0123456789")), 10, 0, "0123", kNow));
  wishes.add(showing("urgent", 0, 2, "other"));  // does not throw away what has come
  const auto second = wishes.request(4096, kNow);
  EXPECT_EQ((*second)["id"], (*first)["id"]);
  EXPECT_EQ((*second)["from"], 4);
  EXPECT_TRUE(wishes.take(hex(sha256("0123456789")), 10, 4, "456789", kNow));
}

TEST(PictureWishes, keep_to_the_bytes_a_second_that_the_consumer_wants) {
  PictureWishes wishes(PictureLimit{true, 1000});
  wishes.add(showing("a", 10, 1, std::string(4000, 'j')));
  const std::string digest = hex(sha256(std::string(4000, 'j')));
  ASSERT_TRUE(wishes.request(4096, kNow));
  EXPECT_FALSE(wishes.take(digest, 4000, 0, std::string(2000, 'j'), kNow));
  EXPECT_FALSE(wishes.request(4096, kNow + 1999ms));
  EXPECT_TRUE(wishes.request(4096, kNow + 2000ms));
}

TEST(PictureWishes, are_none_where_none_are_wanted_and_drop_what_is_not_what_its_digest_says) {
  PictureWishes none(PictureLimit{});
  none.add(showing("a", 10, 1, "jpeg"));
  EXPECT_FALSE(none.request(4096, kNow));
  const std::string digest = hex(sha256("jpeg"));
  for (const auto& [size, part] : {std::pair(4ULL, "JPEG"), std::pair(3ULL, "jpeg"), std::pair(4ULL, ""),
                                   std::pair(1ULL << 40U, "jpeg")}) {
    PictureWishes fresh(PictureLimit{true, 0});
    fresh.add(showing("a", 10, 1, "jpeg"));
    EXPECT_FALSE(fresh.take(digest, size, 0, part, kNow));
    EXPECT_TRUE(fresh.empty());
  }
}

}  // namespace
}  // namespace nightjar
