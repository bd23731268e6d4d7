#pragma once

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <opencv2/core.hpp>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "ingest/frame_source.hpp"
#include "tools/simulate/video_writer.hpp"

namespace nightjar {

/// A folder of its own that goes with the test.
class TestFolder {
 public:
  TestFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "nightjar-test-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder for the test");
    path_ = name;
  }
  ~TestFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  std::filesystem::path write(const std::string& name, const std::string& content) const {
    std::ofstream(path_ / name, std::ios::binary) << content;
    return path_ / name;
  }

 private:
  std::filesystem::path path_;
};

inline std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream bytes;
  bytes << stream.rdbuf();
  return bytes.str();
}

/// A picture that says its number in eight blocks, dark for 0 and light for 1; a lossy codec leaves them
/// apart.
inline cv::Mat numbered_picture(int number, cv::Size size = {160, 96}) {
  cv::Mat picture(size, CV_8UC1, cv::Scalar(120));
  const int width = size.width / 8;
  for (int bit = 0; bit < 8; ++bit) {
    picture(cv::Rect(bit * width, 0, width, size.height / 2)).setTo(((number >> bit) & 1) != 0 ? 220 : 30);
  }
  return picture;
}

inline int number_in(const cv::Mat& luma) {
  int number = 0;
  const int width = luma.cols / 8;
  for (int bit = 0; bit < 8; ++bit) {
    const cv::Rect inside(bit * width + width / 4, luma.rows / 8, width / 2, luma.rows / 4);
    if (cv::mean(luma(inside))[0] > 128) number |= 1 << bit;
  }
  return number;
}

inline const CaptureTime kClipStart{std::chrono::seconds(1795291200)};  // 2026-11-21T20:00:00Z

/// `count` numbered pictures from 0.
inline std::filesystem::path write_clip(const std::filesystem::path& file, int count,
                                        VideoWriterOptions options = {}) {
  VideoWriter writer(file, std::move(options));
  for (int number = 0; number < count; ++number) writer.write(numbered_picture(number));
  writer.finish();
  return file;
}

/// How a source failed, and the frames it gave before.
struct Outcome {
  std::vector<Frame> frames;
  std::optional<FeedError> failure;
};

inline Outcome play_out(FrameSource& source, std::size_t most = 1000) {
  Outcome outcome;
  try {
    while (outcome.frames.size() < most) {
      auto frame = source.next({});
      if (!frame) break;
      outcome.frames.push_back(std::move(*frame));
    }
  } catch (const FeedError& error) {
    outcome.failure = error;
  }
  return outcome;
}

inline Outcome play_out(const std::function<std::unique_ptr<FrameSource>()>& open, std::size_t most = 1000) {
  try {
    return play_out(*open(), most);
  } catch (const FeedError& error) {
    return {{}, error};
  }
}

}  // namespace nightjar
