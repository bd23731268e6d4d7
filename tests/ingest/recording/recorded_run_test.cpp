#include "ingest/recording/recorded_run.hpp"

#include <gtest/gtest.h>

#include "ingest/recording/recording_queue.hpp"
#include "tests/ingest/test_clip.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;

RecordedFrame frame_at(std::uint64_t sequence, std::chrono::nanoseconds pts,
                       FrameOutcome outcome = FrameOutcome::delivered) {
  RecordedFrame frame;
  frame.sequence = sequence;
  frame.outcome = outcome;
  frame.captured_at = kClipStart;
  frame.pts = pts;
  return frame;
}

TEST(RecordedRun, gives_what_the_stages_got_and_counts_the_rest_as_live) {
  RecordedRun run;
  RecordedFrame never_kept = frame_at(4, 160ms);
  never_kept.kept = false;
  run.add({frame_at(0, 0ms), frame_at(1, 40ms, FrameOutcome::dropped),
           frame_at(2, 80ms, FrameOutcome::broken), frame_at(3, 120ms + 41us), never_kept, frame_at(5, 200ms),
           frame_at(6, 240ms, FrameOutcome::waiting)});
  EXPECT_EQ(run.take(0ms)->sequence, 0U);
  EXPECT_FALSE(run.take(40ms));
  EXPECT_EQ(run.counts().dropped, 1U);
  EXPECT_EQ(run.take(120ms)->sequence, 3U) << "to the container's tick";
  EXPECT_EQ(run.counts().broken, 1U) << "it did not come out of the decoder again";
  EXPECT_FALSE(run.take(170ms)) << "nobody knows it";
  EXPECT_EQ(run.missing(), 0U);
  EXPECT_EQ(run.take(200ms)->sequence, 5U);
  EXPECT_EQ(run.missing(), 1U);
  run.finish();
  const FrameCounts counts = run.counts();
  EXPECT_EQ(counts.decoded, 7U);
  EXPECT_EQ(counts.delivered, 3U);
  EXPECT_EQ(counts.dropped, 1U);
  EXPECT_EQ(counts.broken, 2U);
}

TEST(RecordedRun, gives_pictures_of_one_instant_in_their_order) {
  RecordedRun run;
  run.add({frame_at(7, 40ms), frame_at(8, 40ms)});
  EXPECT_EQ(run.take(40ms)->sequence, 7U);
  EXPECT_EQ(run.take(40ms)->sequence, 8U);
}

EncodedPicture picture(std::size_t bytes, bool key) {
  EncodedPicture made;
  made.bytes = bytes;
  made.key = key;
  return made;
}

TEST(RecordingQueue, leaves_out_pictures_up_to_a_key_frame_where_the_disk_is_slow) {
  RecordingQueue queue(1000);
  for (int i = 0; i < 12; ++i) queue.push(picture(100, i == 0));
  EXPECT_EQ(queue.left_out(), 2U);
  queue.push(frame_at(0, 0ms));
  EXPECT_EQ(queue.take(0ms).size(), 11U) << "ten pictures and the line";
  queue.push(picture(100, false));
  EXPECT_EQ(queue.left_out(), 3U) << "it cannot be decoded without those that were left out";
  queue.push(picture(100, true));
  queue.push(picture(100, false));
  EXPECT_EQ(queue.left_out(), 3U);
  EXPECT_EQ(queue.take(0ms).size(), 2U);
  EXPECT_FALSE(queue.closed());
  queue.close();
  queue.push(picture(1, true));
  EXPECT_TRUE(queue.closed());
}

}  // namespace
}  // namespace nightjar
