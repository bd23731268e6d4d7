#include "tools/simulate/drone_metadata.hpp"

#include <gst/app/gstappsink.h>
#include <gst/gst.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <opencv2/core.hpp>
#include <regex>
#include <sstream>

#include "ingest/gst_library.hpp"
#include "ingest/telemetry/geoid.hpp"
#include "tests/tools/simulate/klv_reading.hpp"
#include "tools/simulate/dji_subtitles.hpp"
#include "tools/simulate/video_transport.hpp"
#include "tools/simulate/video_writer.hpp"

namespace nightjar {
namespace {

namespace fs = std::filesystem;

DroneSceneOptions hilly() {
  DroneSceneOptions options;
  options.seed = 5;
  options.seconds = 4;
  options.flight = FlightKind::oblique;
  options.hills = true;
  return options;
}

std::vector<ReportedRecord> records(const TelemetryOptions& telemetry = {}) {
  const DroneSceneOptions options = hilly();
  return reported_telemetry(DroneFlight(options), options.seconds, options.fps, options.seed, telemetry);
}

TEST(DroneMetadata, states_a_frame_centre_that_agrees_with_its_own_line_of_sight) {
  const Hills hills(hilly().seed);
  const double geoid_m = Geoid().separation_m(kFlightLatitude_deg, kFlightLongitude_deg).value();
  for (const TimedPacket& packet : misb_packets(records(), hills)) {
    const KlvReading read = read_klv(packet.bytes);
    ASSERT_TRUE(read.checksum_right);
    Telemetry telemetry;
    telemetry.latitude_deg = read.balanced(13, 90);
    telemetry.longitude_deg = read.balanced(14, 180);
    telemetry.height_m = read.spanned(75, -900, 19000);
    telemetry.heading_deg = read.spanned(5, 0, 360);
    telemetry.pitch_deg = read.balanced(6, 20);
    telemetry.roll_deg = read.balanced(7, 50);
    telemetry.gimbal_yaw_deg = read.spanned(18, 0, 360);
    telemetry.gimbal_pitch_deg = read.balanced(19, 180);
    telemetry.gimbal_roll_deg = read.spanned(20, 0, 360);
    telemetry.hfov_deg = read.spanned(16, 0, 180);
    EXPECT_NEAR(*telemetry.height_m - read.spanned(15, -900, 19000), geoid_m, 0.31);
    const DronePose pose = pose_of(telemetry);
    const cv::Point3d sight = pose.direction_of({319.5, 255.5});
    const cv::Point3d centre = pose.position_m + sight * read.spanned(21, 0, 5e6);
    const cv::Point2d stated = local_from_wgs84(read.balanced(23, 90), read.balanced(24, 180));
    EXPECT_NEAR(centre.x, stated.x, 0.4);  // heights come in steps of 0.3 m
    EXPECT_NEAR(centre.y, stated.y, 0.4);
    EXPECT_NEAR(read.spanned(25, -900, 19000) + geoid_m, kFlightGround_m + hills.height_m(stated), 0.35);
    EXPECT_NEAR(kFlightGround_m + centre.z, kFlightGround_m + hills.height_m(stated), 0.4);
  }
}

/// What a demultiplexer of somebody else's finds in a transport stream.
std::vector<TimedPacket> klv_in(const fs::path& file) {
  start_gstreamer();
  const std::string line =
      "filesrc location=" + file.string() +
      " ! tsdemux name=demux demux.video_0_0041 ! queue ! fakesink sync=false async=false " +
      "demux. ! meta/x-klv,parsed=true ! queue ! appsink name=klv sync=false async=false";
  GstElement* pipeline = gst_parse_launch(line.c_str(), nullptr);
  GstElement* sink = gst_bin_get_by_name(GST_BIN(pipeline), "klv");
  gst_element_set_state(pipeline, GST_STATE_PLAYING);
  std::vector<TimedPacket> packets;
  while (GstSample* sample = gst_app_sink_try_pull_sample(GST_APP_SINK(sink), 10 * GST_SECOND)) {
    GstBuffer* buffer = gst_sample_get_buffer(sample);
    GstMapInfo map;
    gst_buffer_map(buffer, &map, GST_MAP_READ);
    packets.push_back(
        {static_cast<double>(GST_BUFFER_PTS(buffer)) / GST_SECOND, {map.data, map.data + map.size}});
    gst_buffer_unmap(buffer, &map);
    gst_sample_unref(sample);
  }
  gst_element_set_state(pipeline, GST_STATE_NULL);
  gst_object_unref(sink);
  gst_object_unref(pipeline);
  return packets;
}

TEST(TransportStream, hands_on_every_packet_byte_for_byte_at_its_time_and_is_the_same_each_time) {
  const fs::path folder = fs::path(testing::TempDir()) / ("nightjar_stream_" + std::to_string(::getpid()));
  fs::create_directories(folder);
  VideoWriterOptions video;
  video.fps = 15;
  VideoWriter writer(folder / "clip.mp4", video);
  for (int frame = 0; frame < 60; ++frame) {
    cv::Mat picture(128, 160, CV_8UC1, cv::Scalar(60));
    picture(cv::Rect(frame, 40, 20, 20)) = 200;
    writer.write(picture);
  }
  writer.finish();
  TelemetryOptions gap;
  gap.gaps.push_back({1.0, 2.0});
  const std::vector<TimedPacket> put_in = misb_packets(records(gap), Hills());
  ASSERT_EQ(put_in.size(), 45U);
  std::string bytes[2];
  for (std::string& each : bytes) {
    write_transport_stream(folder / "clip.ts", folder / "clip.mp4", put_in);
    std::ostringstream text;
    text << std::ifstream(folder / "clip.ts", std::ios::binary).rdbuf();
    each = text.str();
  }
  EXPECT_GT(bytes[0].size(), 10000U);
  EXPECT_TRUE(bytes[0] == bytes[1]);
  const std::vector<TimedPacket> found = klv_in(folder / "clip.ts");
  ASSERT_EQ(found.size(), put_in.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    EXPECT_EQ(found[i].bytes, put_in[i].bytes) << i;
    EXPECT_NEAR(found[i].time_s - found[0].time_s, put_in[i].time_s - put_in[0].time_s, 1e-3) << i;
  }
  fs::remove_all(folder);
}

TEST(DjiSubtitles, hold_position_height_and_both_attitudes_once_a_second) {
  const std::vector<ReportedRecord> flown = records();
  const std::string text = dji_subtitles(flown);
  const std::regex cue(
      R"(GPS \(([-0-9.]+), ([-0-9.]+), 15\), HOME \(([-0-9.]+), ([-0-9.]+), ([-0-9.]+)m\), D [0-9.]+m, H ([-0-9.]+)m, )"
      R"(H\.S [0-9.]+m/s, V\.S [-0-9.]+m/s, F\.PRY \(([-0-9.]+)°, ([-0-9.]+)°, ([-0-9.]+)°\), )"
      R"(G\.PRY \(([-0-9.]+)°, ([-0-9.]+)°, ([-0-9.]+)°\))");
  int cues = 0;
  for (std::sregex_iterator at(text.begin(), text.end(), cue), end; at != end; ++at, ++cues) {
    const auto number = [&](std::size_t group) { return std::stod((*at)[group]); };
    const Telemetry& told = flown[static_cast<std::size_t>(cues) * 15].telemetry;
    EXPECT_NEAR(number(1), *told.longitude_deg, 6e-7);
    EXPECT_NEAR(number(2), *told.latitude_deg, 6e-7);
    EXPECT_NEAR(number(5) + number(6), *told.height_m, 0.011);
    EXPECT_NEAR(number(7), *told.pitch_deg, 0.06);
    EXPECT_NEAR(std::remainder(number(9) - *told.heading_deg, 360), 0, 0.06);
    const GimbalAngles gimbal = gimbal_angles(told);
    EXPECT_NEAR(number(10), gimbal.pitch_deg, 0.06);
    EXPECT_NEAR(std::remainder(number(12) - gimbal.yaw_deg, 360), 0, 0.06);
  }
  EXPECT_EQ(cues, 4);
  EXPECT_EQ(text.find("1\n00:00:00,000 --> 00:00:01,000\nF/"), 0U);
}

}  // namespace
}  // namespace nightjar
