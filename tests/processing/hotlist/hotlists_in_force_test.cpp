#include "processing/hotlist/hotlists_in_force.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "processing/hotlist/hotlist_file.hpp"

namespace nightjar {
namespace {

/// An edition in which every mark bears the edition's number as its reason.
std::shared_ptr<const HotlistMatcher> made_edition(int number) {
  std::string text = "mark,reason\n";
  for (int i = 0; i < 64; ++i) text += "M" + std::to_string(i) + "," + std::to_string(number) + "\n";
  TermedHotlist list;
  list.terms.name = "force";
  list.terms.channel = "open";
  list.index = parse_hotlist(text).index;
  return std::make_shared<const HotlistMatcher>(std::vector<TermedHotlist>{list});
}

TEST(HotlistsInForce, give_back_what_was_in_force_and_count_the_swap) {
  const auto first = made_edition(1);
  HotlistsInForce lists(first);
  EXPECT_EQ(lists.generation(), 0U);
  EXPECT_EQ(lists.put(made_edition(2)), first);
  EXPECT_EQ(lists.generation(), 1U);
  EXPECT_EQ(lists.current()->match({"M7", 1, {}, {}}, CaptureTime{}).at(0).entry.reason, "2");
}

TEST(HotlistsInForce, show_no_lookup_half_a_list_while_lists_are_swapped) {
  std::vector<std::shared_ptr<const HotlistMatcher>> editions;
  for (int i = 0; i < 8; ++i) editions.push_back(made_edition(i));
  HotlistsInForce lists(editions[0]);
  std::atomic<bool> done = false;
  std::atomic<int> torn = 0;
  std::atomic<int> swaps_seen = 0;
  std::vector<std::jthread> askers;
  for (int i = 0; i < 2; ++i) {
    askers.emplace_back([&] {
      std::string before;
      while (!done) {
        const auto now = lists.current();
        const std::string reason = now->match({"M0", 1, {}, {}}, CaptureTime{}).at(0).entry.reason.value();
        if (reason != before) ++swaps_seen;
        before = reason;
        for (const char* mark : {"M1", "M33", "M63"}) {
          const auto matches = now->match({mark, 1, {}, {}}, CaptureTime{});
          if (matches.size() != 1 || matches[0].entry.reason != reason) ++torn;
        }
      }
    });
  }
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  for (std::size_t i = 0; (i < 1000 || swaps_seen < 100) && std::chrono::steady_clock::now() < give_up; ++i) {
    static_cast<void>(lists.put(editions[i % editions.size()]));
    std::this_thread::sleep_for(std::chrono::microseconds(50));
  }
  done = true;
  askers.clear();
  EXPECT_EQ(torn, 0);
  EXPECT_GE(swaps_seen, 100);
}

}  // namespace
}  // namespace nightjar
