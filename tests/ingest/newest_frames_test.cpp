#include "ingest/newest_frames.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace nightjar {
namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

std::exception_ptr ended() {
  return std::make_exception_ptr(FeedError(FeedError::Cause::ended, "over"));
}

TEST(NewestFrames, keeps_the_newest_pair_and_counts_what_it_drops) {
  NewestFrames frames(NewestFrames::WhenFull::drop_oldest);
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(frames.push({}));
  EXPECT_EQ(frames.take({}, Steady::now() + 1s)->sequence, 3U);
  EXPECT_EQ(frames.take({}, Steady::now() + 1s)->sequence, 4U);
  EXPECT_FALSE(frames.take({}, Steady::now()));
  const FrameCounts counts = frames.counts();
  EXPECT_EQ(counts.decoded, 5U);
  EXPECT_EQ(counts.dropped, 3U);
  EXPECT_EQ(counts.delivered, 2U);
}

TEST(NewestFrames, shows_a_broken_picture_as_a_gap) {
  NewestFrames frames(NewestFrames::WhenFull::drop_oldest);
  frames.push({});
  frames.count_broken();
  frames.push({});
  EXPECT_EQ(frames.take({}, Steady::now())->sequence, 0U);
  EXPECT_EQ(frames.take({}, Steady::now())->sequence, 2U);
  EXPECT_EQ(frames.counts().broken, 1U);
  EXPECT_EQ(frames.counts().decoded, 3U);
}

TEST(NewestFrames, gives_what_waits_before_it_tells_the_first_failure) {
  NewestFrames frames(NewestFrames::WhenFull::drop_oldest);
  frames.push({});
  frames.fail(ended());
  frames.fail(std::make_exception_ptr(std::runtime_error("a later one")));
  EXPECT_TRUE(frames.take({}, Steady::now() + 1s));
  EXPECT_THROW(static_cast<void>(frames.take({}, Steady::now() + 1s)), FeedError);
}

TEST(NewestFrames, wakes_at_once_for_a_stop) {
  NewestFrames frames(NewestFrames::WhenFull::drop_oldest);
  std::stop_source stop;
  const auto began = Steady::now();
  const std::jthread stopper([&] {
    std::this_thread::sleep_for(20ms);
    stop.request_stop();
  });
  EXPECT_FALSE(frames.take(stop.get_token(), Steady::now() + 30s));
  EXPECT_LT(Steady::now() - began, 10s);
}

TEST(NewestFrames, lets_the_decoder_wait_where_nothing_may_be_lost_and_lets_it_go_when_closed) {
  NewestFrames frames(NewestFrames::WhenFull::wait);
  std::atomic<int> pushed = 0;
  std::jthread decoder([&] {
    while (frames.push({})) ++pushed;
  });
  for (std::uint64_t i = 0; i < 50; ++i) EXPECT_EQ(frames.take({}, Steady::now() + 10s)->sequence, i);
  frames.close();
  decoder.join();
  EXPECT_EQ(frames.counts().dropped, 0U);
  EXPECT_LE(pushed, 53);
}

TEST(NewestFrames, balances_its_counts_under_threads) {
  NewestFrames frames(NewestFrames::WhenFull::drop_oldest);
  std::jthread decoder([&] {
    for (int i = 0; i < 5000; ++i) frames.push({});
    frames.fail(ended());
  });
  std::uint64_t taken = 0;
  std::optional<std::uint64_t> last;
  try {
    while (const auto frame = frames.take({}, Steady::now() + 10s)) {
      EXPECT_TRUE(!last || frame->sequence > *last);
      last = frame->sequence;
      ++taken;
      const FrameCounts now = frames.counts();
      EXPECT_LE(now.decoded - now.delivered - now.dropped, 2U);
    }
  } catch (const FeedError&) {
  }
  const FrameCounts counts = frames.counts();
  EXPECT_EQ(counts.decoded, 5000U);
  EXPECT_EQ(counts.delivered, taken);
  EXPECT_EQ(counts.delivered + counts.dropped, counts.decoded);
}

}  // namespace
}  // namespace nightjar
