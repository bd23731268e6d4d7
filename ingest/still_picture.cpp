#include "ingest/still_picture.hpp"

#include <array>
#include <fstream>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <stdexcept>
#include <vector>

namespace nightjar {
namespace {

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& why) {
  throw std::runtime_error(file.string() + ": " + why);
}

std::vector<unsigned char> bytes_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!std::filesystem::is_regular_file(file) || !stream) refuse(file, "cannot be opened");
  std::vector<unsigned char> bytes(std::filesystem::file_size(file));
  stream.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  if (!stream) refuse(file, "cannot be read");
  if (bytes.empty()) refuse(file, "the file is empty");
  return bytes;
}

/// A JPEG that is cut short decodes, grey from there on; its end marker tells. PNG and TIFF readers tell
/// themselves.
bool is_cut_short(const std::vector<unsigned char>& bytes) {
  const bool jpeg = bytes.size() > 2 && bytes[0] == 0xFF && bytes[1] == 0xD8;
  if (!jpeg) return false;
  constexpr std::array<unsigned char, 2> kEnd{0xFF, 0xD9};
  return std::find_end(bytes.begin(), bytes.end(), kEnd.begin(), kEnd.end()) == bytes.end();
}

cv::Mat decode(const std::vector<unsigned char>& bytes) {
  try {
    return cv::imdecode(bytes, cv::IMREAD_UNCHANGED);
  } catch (const cv::Exception&) {
    return {};
  }
}

}  // namespace

Frame read_still_picture(const std::filesystem::path& file) {
  const std::vector<unsigned char> bytes = bytes_of(file);
  cv::Mat picture = is_cut_short(bytes) ? cv::Mat() : decode(bytes);
  if (picture.empty()) refuse(file, "broken, no picture can be read from it");
  if (picture.depth() != CV_8U && picture.depth() != CV_16U) refuse(file, "expected 8 or 16 bits a sample");
  if (picture.channels() == 4) cv::cvtColor(picture, picture, cv::COLOR_BGRA2BGR);
  Frame frame;
  frame.full_range = true;
  if (picture.channels() == 1) {
    frame.luma = picture;
  } else if (picture.channels() == 3) {
    cv::cvtColor(picture, frame.luma, cv::COLOR_BGR2GRAY);
    if (picture.depth() == CV_16U) picture.convertTo(picture, CV_8U, 1.0 / 257);
    frame.colour_planes = ColourPlanes::bgr;
    frame.colour = {picture};
  } else {
    refuse(file, "expected grey or colour");
  }
  return frame;
}

}  // namespace nightjar
