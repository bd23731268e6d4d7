#include "alerts/chain_watch.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace nightjar {
namespace {

/// Digests of ten events and the heads behind them; both by number, the first unused.
struct MadeChain {
  std::vector<Sha256> digests{Sha256{}};
  std::vector<Sha256> heads{Sha256{}};
  MadeChain() {
    for (int i = 1; i <= 10; ++i) {
      digests.push_back(sha256("event " + std::to_string(i)));
      heads.push_back(sha256(heads.back(), digests.back()));
    }
  }
};

TEST(ChainWatch, follows_events_in_any_order_from_the_first_head_on) {
  const MadeChain made;
  ChainWatch watch;
  EXPECT_FALSE(watch.event(3, made.digests[3]));
  EXPECT_FALSE(watch.event(6, made.digests[6]));
  EXPECT_FALSE(watch.end());
  EXPECT_FALSE(watch.head(4, made.heads[4]));
  EXPECT_FALSE(watch.event(5, made.digests[5]));
  ASSERT_TRUE(watch.end());
  EXPECT_EQ(watch.end()->seq, 6U);
  EXPECT_EQ(watch.end()->head, made.heads[6]);
}

TEST(ChainWatch, finds_a_changed_event_by_a_head_that_was_told_before_or_is_told_afterwards) {
  const MadeChain made;
  ChainWatch before(ChainEnd{4, made.heads[4]});
  EXPECT_FALSE(before.head(6, made.heads[6]));
  EXPECT_FALSE(before.event(5, sha256("changed")));
  EXPECT_TRUE(before.event(6, made.digests[6]));
  EXPECT_FALSE(before.event(7, made.digests[7])) << "it goes on from the head";
  EXPECT_FALSE(before.head(7, made.heads[7]));
  ChainWatch after(ChainEnd{4, made.heads[4]});
  EXPECT_FALSE(after.event(5, sha256("changed")));
  EXPECT_TRUE(after.head(5, made.heads[5]));
}

TEST(ChainWatch, begins_anew_behind_what_will_never_come) {
  const MadeChain made;
  ChainWatch watch(ChainEnd{2, made.heads[2]});
  EXPECT_FALSE(watch.event(6, made.digests[6]));
  watch.skip(5);
  EXPECT_FALSE(watch.end());
  EXPECT_FALSE(watch.head(5, made.heads[5]));
  ASSERT_TRUE(watch.end());
  EXPECT_EQ(watch.end()->head, made.heads[6]);
}

TEST(ChainWatch, bears_any_number_of_heads_and_events_behind_a_hole) {
  ChainWatch watch(ChainEnd{0, {}});
  for (std::uint64_t seq = 2; seq < 120'000; ++seq) {
    EXPECT_FALSE(watch.event(seq, sha256("x")));
    EXPECT_FALSE(watch.head(seq + 200'000, sha256("y")));
  }
}

}  // namespace
}  // namespace nightjar
