#include "tools/nightjar/read_command.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "tools/nightjar/still_picture.hpp"
#include "tools/nightjar/still_reader.hpp"

namespace nightjar {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

double rounded(double probability) {
  return std::round(probability * 1e4) / 1e4;
}

Json json_of(const std::string& file, const std::vector<ReadPlate>& plates) {
  Json line{{"file", file}, {"plates", Json::array()}};
  for (const ReadPlate& plate : plates) {
    const cv::Rect& box = plate.box.upright;
    Json candidates = Json::array();
    for (const MarkCandidate& candidate : plate.text.candidates) {
      candidates.push_back({{"mark", candidate.mark}, {"probability", rounded(candidate.probability)}});
    }
    line["plates"].push_back({{"mark", plate.text.mark},
                              {"confidence", rounded(plate.text.confidence)},
                              {"box", {box.x, box.y, box.width, box.height}},
                              {"candidates", candidates}});
  }
  return line;
}

cv::Mat drawn(cv::Mat picture, const std::vector<ReadPlate>& plates) {
  const cv::Scalar colour(60, 220, 60);
  const int thick = std::max(1, picture.cols / 500);
  const double size = std::max(0.4, picture.cols / 900.0);
  for (const ReadPlate& plate : plates) {
    std::vector<cv::Point> corners;
    for (const cv::Point2f& corner : plate.box.corners) {
      corners.emplace_back(cvRound(static_cast<double>(corner.x)), cvRound(static_cast<double>(corner.y)));
    }
    cv::polylines(picture, corners, true, colour, thick, cv::LINE_AA);
    const std::string words = fmt::format("{} {:.0f} %", plate.text.mark, 100 * plate.text.confidence);
    const cv::Point at(plate.box.upright.x, std::max(15, plate.box.upright.y - 6));
    cv::putText(picture, words, at, cv::FONT_HERSHEY_SIMPLEX, size, cv::Scalar(0, 0, 0), 3 * thick,
                cv::LINE_AA);
    cv::putText(picture, words, at, cv::FONT_HERSHEY_SIMPLEX, size, colour, thick, cv::LINE_AA);
  }
  return picture;
}

/// Reads file after file, says what stands in them, and what is wrong with the others.
class PictureFiles {
 public:
  PictureFiles(const ReadOptions& options, std::ostream& out, std::ostream& err)
      : options_(options), out_(out), err_(err), reader_(options.least_confidence) {}

  void read(const std::string& file) {
    StillPicture picture = load_still(file);
    if (!picture.fault.empty()) return complain(file, picture.fault);
    if (options_.draw.empty()) picture.decoded.release();  // a hundred megapixels in colour are much memory
    const std::vector<ReadPlate> plates = reader_.read(picture.luma);
    out_ << json_of(file, plates).dump(-1, ' ', false, Json::error_handler_t::replace) << std::endl;
    if (!options_.draw.empty()) draw(file, drawn(bgr_of(picture), plates));
  }

  void complain(const std::string& about, const std::string& fault) {
    failed_ = true;
    err_ << about << ": " << fault << std::endl;
  }

  [[nodiscard]] bool failed() const { return failed_; }

 private:
  void draw(const std::string& file, const cv::Mat& picture) {
    fs::path to = fs::path(options_.draw) / fs::path(file).filename().replace_extension(".jpg");
    for (int copy = 2; std::find(written_.begin(), written_.end(), to) != written_.end(); ++copy) {
      to.replace_filename(fmt::format("{}-{}.jpg", fs::path(file).stem().string(), copy));
    }
    written_.push_back(to);
    bool done = false;
    try {
      done = cv::imwrite(to.string(), picture);
    } catch (const cv::Exception&) {
      done = false;
    }
    if (!done) complain(to.string(), "cannot be written");
  }

  const ReadOptions& options_;
  std::ostream& out_;
  std::ostream& err_;
  StillReader reader_;
  std::vector<fs::path> written_;
  bool failed_ = false;
};

}  // namespace

int read_pictures(const ReadOptions& options, std::ostream& out, std::ostream& err) {
  cv::setNumThreads(1);
  if (!options.draw.empty()) {
    std::error_code fault;
    fs::create_directories(options.draw, fault);
    if (fault) {
      err << options.draw << ": the folder cannot be made: " << fault.message() << std::endl;
      return 2;
    }
  }
  PictureFiles files(options, out, err);
  for (const std::string& argument : options.arguments) {
    std::error_code fault;
    if (!fs::is_directory(argument, fault)) {
      files.read(argument);
      continue;
    }
    const std::vector<fs::path> pictures = pictures_in(argument);
    if (pictures.empty()) files.complain(argument, "a folder without pictures");
    for (const fs::path& picture : pictures) files.read(picture.string());
  }
  return files.failed() ? 2 : 0;
}

void add_read_command(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<ReadOptions>();
  CLI::App* command = app.add_subcommand("read", "Read the plates in still pictures: one JSON line a file");
  command->add_option("IMAGE", options->arguments, "Pictures, or folders of pictures")->required();
  command->add_option("--draw", options->draw, "Write the pictures with boxes and marks into this folder");
  command
      ->add_option("--least-confidence", options->least_confidence,
                   "Leave out what is less sure than this, 0 to 1")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  command->footer(
      "A box is [x, y, width, height] in pixels of the picture as viewers show it, turned upright where the "
      "file says how the camera was held (EXIF).\n"
      "Exit code: 0 done, 2 a file could not be read; the others are printed.");
  command->callback([options, &exit_code] { exit_code = read_pictures(*options, std::cout, std::cerr); });
}

}  // namespace nightjar
