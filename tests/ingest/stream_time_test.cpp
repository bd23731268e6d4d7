#include "ingest/stream_time.hpp"

#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>
#include <gst/gst.h>
#include <gtest/gtest.h>

#include <set>
#include <vector>

#include "ingest/gst_library.hpp"

namespace nightjar {
namespace {

using std::chrono::nanoseconds;

/// What comes out of an element through which pictures of these times went.
std::vector<nanoseconds> carried(const std::vector<GstClockTime>& times) {
  start_gstreamer();
  GstElement* const pipeline = gst_parse_launch(
      "appsrc name=in format=time caps=video/x-test ! identity name=decoder ! appsink name=out sync=false",
      nullptr);
  GstElement* const in = gst_bin_get_by_name(GST_BIN(pipeline), "in");
  GstElement* const decoder = gst_bin_get_by_name(GST_BIN(pipeline), "decoder");
  GstElement* const out = gst_bin_get_by_name(GST_BIN(pipeline), "out");
  carry_stream_time(decoder);
  gst_element_set_state(pipeline, GST_STATE_PLAYING);
  std::vector<nanoseconds> seen;
  for (const GstClockTime time : times) {
    GstBuffer* const picture = gst_buffer_new_allocate(nullptr, 8, nullptr);
    GST_BUFFER_PTS(picture) = time;
    gst_app_src_push_buffer(GST_APP_SRC(in), picture);
    GstSample* const sample = gst_app_sink_pull_sample(GST_APP_SINK(out));
    seen.push_back(stream_time_of(gst_sample_get_buffer(sample)).value());
    gst_sample_unref(sample);
  }
  gst_element_set_state(pipeline, GST_STATE_NULL);
  for (GstElement* const element : {in, decoder, out, pipeline}) gst_object_unref(element);
  return seen;
}

TEST(StreamTime, stays_what_the_stream_said) {
  const auto seen = carried({1'000'000, 5'000'000, 3'000'000});
  EXPECT_EQ(seen, (std::vector{nanoseconds(1'000'000), nanoseconds(5'000'000), nanoseconds(3'000'000)}));
}

TEST(StreamTime, gives_pictures_of_a_burst_times_of_their_own) {
  const auto seen = carried({1'000'000, GST_CLOCK_TIME_NONE, GST_CLOCK_TIME_NONE, 9'000'000, 9'000'000});
  EXPECT_EQ(std::set<nanoseconds>(seen.begin(), seen.end()).size(), 5U);
  EXPECT_EQ(seen.front(), nanoseconds(1'000'000));
  EXPECT_EQ(seen[3], nanoseconds(9'000'000));
}

}  // namespace
}  // namespace nightjar
