#pragma once

#include <cmath>
#include <string>
#include <thread>
#include <vector>

#include "ingest/make_frame_source.hpp"
#include "ingest/recording/recording_folder.hpp"
#include "ingest/telemetry/telemetry_file.hpp"
#include "ingest/utc_time.hpp"
#include "tests/ingest/test_clip.hpp"

namespace nightjar {

inline std::uint64_t hash_of(const cv::Mat& picture) {
  std::uint64_t hash = 14695981039346656037U;  // FNV-1a
  for (int row = 0; row < picture.rows; ++row) {
    const auto* bytes = picture.ptr(row);
    for (std::size_t i = 0; i < static_cast<std::size_t>(picture.cols) * picture.elemSize(); ++i)
      hash = (hash ^ bytes[i]) * 1099511628211U;
  }
  return hash;
}

/// All that the stages could see of a frame, to the last bit, in words.
inline std::string seen(const Frame& frame) {
  std::string words = std::to_string(frame.sequence) + " " + format_utc_exact(frame.captured_at) + " " +
                      std::to_string(static_cast<int>(frame.clock.source)) +
                      (frame.clock.believed ? " believed " : " ") +
                      (frame.clock.offset ? std::to_string(frame.clock.offset->count()) : "-") + " " +
                      std::to_string(frame.full_range) + " " + std::to_string(hash_of(frame.luma));
  for (const cv::Mat& plane : frame.colour) words += " " + std::to_string(hash_of(plane));
  return words + " " + (frame.telemetry ? telemetry_json(*frame.telemetry) : "none");
}

/// What a source gave and how it ended.
struct FeedRun {
  std::vector<std::string> seen;
  FrameCounts counts;
  std::string failure;
  std::vector<std::string> complaints;
};

/// Takes `most` frames; each fifth keeps the stages busy for so long.
inline FeedRun run_feed(FrameSourceOptions options, std::size_t most, std::chrono::milliseconds busy) {
  FeedRun run;
  options.complained = [&run](const std::string& line) { run.complaints.push_back(line); };
  const auto source = make_frame_source(options);
  try {
    while (run.seen.size() < most) {
      const auto frame = source->next({});
      if (!frame) break;
      run.seen.push_back(seen(*frame));
      if (run.seen.size() % 5 == 0) std::this_thread::sleep_for(busy);
    }
  } catch (const FeedError& error) {
    run.failure = error.what();
  }
  run.counts = source->counts();
  return run;
}

inline FeedRun replay(const std::filesystem::path& recording) {
  FrameSourceOptions options;
  options.feed = "lane";
  options.path = recording;
  options.pacing = Pacing::lossless;
  return run_feed(options, 100000, {});
}

/// A flight around now whose numbers are as long as numbers get.
inline std::filesystem::path write_flight(const std::filesystem::path& file) {
  std::ofstream stream(file);
  const auto now = std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
  for (int i = -50; i < 600; ++i) {
    Telemetry record;
    record.measured_at = now + i * std::chrono::milliseconds(100);
    record.latitude_deg = 51 + std::sin(i) / 3;
    record.longitude_deg = -1 - std::cos(i) / 7;
    record.heading_deg = 360 * std::sin(0.1 * i);
    record.pitch_deg = std::sin(i);
    record.roll_deg = 1e-7 * i / 3;
    record.gimbal_yaw_deg = 1.0 / 3;
    record.gimbal_pitch_deg = -90 + std::cos(i);
    record.gimbal_roll_deg = -0.0;
    stream << telemetry_json(record) << "\n";
  }
  return file;
}

}  // namespace nightjar
