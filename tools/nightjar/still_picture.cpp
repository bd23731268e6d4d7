#include "tools/nightjar/still_picture.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <fstream>
#include <new>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <string_view>
#include <utility>

namespace nightjar {

namespace {

using Bytes = std::vector<unsigned char>;

/// The decoders behind OpenCV write their complaints to stderr; ours is the one line that people get.
class QuietStderr {
 public:
  QuietStderr() : kept_(dup(STDERR_FILENO)) {
    std::fflush(stderr);
    const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (kept_ >= 0 && nowhere >= 0) dup2(nowhere, STDERR_FILENO);
    if (nowhere >= 0) close(nowhere);
  }
  ~QuietStderr() {
    if (kept_ < 0) return;
    dup2(kept_, STDERR_FILENO);
    close(kept_);
  }
  QuietStderr(const QuietStderr&) = delete;
  QuietStderr& operator=(const QuietStderr&) = delete;

 private:
  int kept_;
};

/// A JPEG whose last scan has no end-of-image marker. Within a scan 0xFF is always followed by 0 or a
/// restart, so both markers are found by their bytes alone.
bool is_cut_short(const Bytes& bytes) {
  if (bytes.size() < 3 || bytes[0] != 0xFF || bytes[1] != 0xD8 || bytes[2] != 0xFF) return false;
  const std::array<unsigned char, 2> scan{0xFF, 0xDA};
  const std::array<unsigned char, 2> end{0xFF, 0xD9};
  const auto last = std::find_end(bytes.begin(), bytes.end(), scan.begin(), scan.end());
  return last == bytes.end() || std::search(last, bytes.end(), end.begin(), end.end()) == bytes.end();
}

cv::Mat eight_bits(const cv::Mat& picture) {
  if (picture.depth() == CV_8U) return picture;
  cv::Mat narrow;
  if (picture.depth() == CV_16U) {
    picture.convertTo(narrow, CV_8U, 1 / 257.0);
  } else {
    cv::normalize(picture, narrow, 0, 255, cv::NORM_MINMAX, CV_8U);
  }
  return narrow;
}

StillPicture forms_of(const cv::Mat& decoded) {
  StillPicture still;
  still.decoded = decoded.depth() == CV_8U || decoded.depth() == CV_16U ? decoded : eight_bits(decoded);
  if (decoded.channels() == 1) {
    still.luma = still.decoded;
  } else if (decoded.channels() == 3) {
    cv::cvtColor(still.decoded, still.luma, cv::COLOR_BGR2GRAY);
  } else {
    still.fault =
        "a picture with " + std::to_string(decoded.channels()) + " channels, expected grey or colour";
  }
  return still;
}

StillPicture failed(std::string fault) {
  return {{}, {}, std::move(fault)};
}

StillPicture decoded_from(const Bytes& bytes) {
  if (bytes.empty()) return failed("an empty file, expected a picture");
  if (is_cut_short(bytes)) return failed("a JPEG that is cut short");
  cv::Mat decoded;
  {
    const QuietStderr quiet;
    decoded = cv::imdecode(bytes, cv::IMREAD_ANYDEPTH | cv::IMREAD_ANYCOLOR);
  }
  if (decoded.empty())
    return failed("not a picture, or a damaged one; expected JPEG, PNG, TIFF, BMP, WebP or PNM");
  return forms_of(decoded);
}

}  // namespace

StillPicture load_still(const std::filesystem::path& file) {
  std::error_code fault;
  const auto status = std::filesystem::status(file, fault);
  if (!std::filesystem::exists(status)) return failed("no such file");
  if (!std::filesystem::is_regular_file(status)) return failed("not a file");
  const auto size = std::filesystem::file_size(file, fault);
  std::ifstream in(file, std::ios::binary);
  if (fault || !in) return failed("cannot be opened");
  try {
    Bytes bytes(size);
    in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size));
    if (!in) return failed("cannot be read");
    return decoded_from(bytes);
  } catch (const cv::Exception&) {
    return failed("a picture that is damaged, or larger than can be decoded");
  } catch (const std::bad_alloc&) {
    return failed("a picture larger than the memory");
  }
}

cv::Mat bgr_of(const StillPicture& still) {
  cv::Mat bgr;
  if (still.decoded.channels() == 1) {
    cv::cvtColor(eight_bits(still.decoded), bgr, cv::COLOR_GRAY2BGR);
  } else {
    eight_bits(still.decoded).copyTo(bgr);
  }
  return bgr;
}

std::vector<std::filesystem::path> pictures_in(const std::filesystem::path& folder) {
  static constexpr std::array<std::string_view, 10> endings{".jpg", ".jpeg", ".png", ".tif", ".tiff",
                                                            ".bmp", ".webp", ".pgm", ".ppm", ".pnm"};
  std::vector<std::filesystem::path> pictures;
  std::error_code fault;
  for (const auto& entry : std::filesystem::directory_iterator(folder, fault)) {
    std::string ending = entry.path().extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (std::find(endings.begin(), endings.end(), ending) != endings.end()) pictures.push_back(entry.path());
  }
  std::sort(pictures.begin(), pictures.end());
  return pictures;
}

}  // namespace nightjar
