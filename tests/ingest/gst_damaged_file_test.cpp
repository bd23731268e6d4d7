// What is told, and what is still given, of files that are no whole recordings.
#include <gmock/gmock.h>
#include <gst/gst.h>
#include <gtest/gtest.h>

#include "ingest/closed_by.hpp"
#include "ingest/gst_library.hpp"
#include "tests/ingest/played_file.hpp"

namespace nightjar {
namespace {

TEST(GstSource, names_what_is_wrong_with_a_file) {
  const TestFolder folder;
  const std::string clip = bytes_of(write_clip(folder / "whole.mp4", kFrames, dated()));
  std::string noise(100000, '\0');
  for (std::size_t i = 0; i < noise.size(); ++i) noise[i] = static_cast<char>((i * i * 2654435761U) >> 13);
  const std::pair<std::filesystem::path, const char*> cases[] = {
      {folder / "none.mp4", ": there is no such file"},
      {folder.write("empty.mp4", ""), ": the file is empty"},
      {folder.write("noise.mp4", noise), ": Could not determine type of stream."},
      {folder.write("text.mp4", "these are words"), ": Could not determine type of stream."},
      {folder.write("cut.mp4", clip.substr(0, clip.size() - 900)),
       ": This file is incomplete and cannot be played."},
  };
  for (const auto& [file, message] : cases) {
    FrameSourceOptions options = options_for(file);
    options.started_at = kClipStart;
    const Outcome outcome = play_file(options);
    EXPECT_TRUE(outcome.frames.empty()) << file;
    ASSERT_TRUE(outcome.failure) << file;
    EXPECT_EQ(outcome.failure->what(), file.string() + message);
    EXPECT_NE(outcome.failure->cause(), FeedError::Cause::silent);
  }
}

void write_sound(const std::filesystem::path& file, const std::string& muxer) {
  start_gstreamer();
  const std::string line = "audiotestsrc num-buffers=20 ! " + muxer + " ! filesink name=file";
  const std::unique_ptr<GstElement, ClosedBy<gst_object_unref>> pipeline(
      gst_parse_launch(line.c_str(), nullptr));
  const std::unique_ptr<GstElement, ClosedBy<gst_object_unref>> sink(
      gst_bin_get_by_name(GST_BIN(pipeline.get()), "file"));
  g_object_set(sink.get(), "location", file.c_str(), nullptr);
  gst_element_set_state(pipeline.get(), GST_STATE_PLAYING);
  const std::unique_ptr<GstBus, ClosedBy<gst_object_unref>> bus(gst_element_get_bus(pipeline.get()));
  const auto over = static_cast<GstMessageType>(GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  const std::unique_ptr<GstMessage, ClosedBy<gst_message_unref>> message(
      gst_bus_timed_pop_filtered(bus.get(), 20 * GST_SECOND, over));
  gst_element_set_state(pipeline.get(), GST_STATE_NULL);
  ASSERT_TRUE(message);
  ASSERT_EQ(GST_MESSAGE_TYPE(message.get()), GST_MESSAGE_EOS);
}

TEST(GstSource, says_that_a_file_of_sound_has_no_video) {
  const TestFolder folder;
  for (const char* muxer : {"vorbisenc ! matroskamux", "mp4mux", "mpegtsmux", "wavenc"}) {
    const std::string encoder = std::string(muxer).rfind('m', 0) == 0 ? "avenc_aac ! " : "";
    write_sound(folder / "sound", encoder + muxer);
    const Outcome outcome = play_file(options_for(folder / "sound"));
    ASSERT_TRUE(outcome.failure) << muxer;
    EXPECT_EQ(outcome.failure->cause(), FeedError::Cause::corrupt) << muxer;
    EXPECT_EQ(outcome.failure->what(), (folder / "sound").string() + ": no video in it") << muxer;
  }
}

TEST(GstSource, gives_what_a_file_cut_short_still_holds) {
  const TestFolder folder;
  for (const char* name : {"clip.mkv", "clip.ts"}) {
    const std::string clip = bytes_of(write_clip(folder / name, 60, dated()));
    FrameSourceOptions options = options_for(folder.write(name, clip.substr(0, clip.size() * 2 / 3)));
    options.started_at = kClipStart;
    const Outcome outcome = play_file(options);
    EXPECT_GT(outcome.frames.size(), 5U) << name;
    EXPECT_LT(outcome.frames.size(), 60U) << name;
    EXPECT_TRUE(outcome.failure) << name;
  }
}

TEST(GstSource, gives_all_pictures_before_a_damaged_place_and_says_where_they_end) {
  const TestFolder folder;
  std::string clip = bytes_of(write_clip(folder / "clip.mkv", 60, dated()));
  std::vector<std::string> complaints;
  FrameSourceOptions options = options_for(folder / "clip.mkv");
  options.complained = [&](const std::string& line) { complaints.push_back(line); };
  EXPECT_EQ(play_file(options).frames.size(), 60U);
  EXPECT_TRUE(complaints.empty());
  std::fill(clip.begin() + static_cast<std::ptrdiff_t>(clip.size() / 2), clip.end(), '\0');
  options.path = folder.write("damaged.mkv", clip);
  const Outcome outcome = play_file(options);
  EXPECT_GT(outcome.frames.size(), 5U);
  EXPECT_LT(outcome.frames.size(), 40U);
  EXPECT_TRUE(outcome.failure);
  ASSERT_EQ(complaints.size(), 1U);
  EXPECT_THAT(complaints[0],
              testing::MatchesRegex(".*damaged\\.mkv: its pictures end at [23]\\.. s of 6\\.0 s:"
                                    " cut short, or damaged there"));
}

}  // namespace
}  // namespace nightjar
