// Prints how the shipped heat stages do on recorded passes that were shown as 8-bit video in several
// palettes:
//   heat_palettes_report [FOLDER]
// FOLDER as of heat_passes_report. The pictures are 16 bits; each is stretched between its own quantiles, or
// shown by a camera's automatic gain, coloured, and carried through the chroma of 4:2:0.

#include <algorithm>
#include <cstdio>
#include <functional>
#include <opencv2/imgproc.hpp>
#include <optional>

#include "processing/thermal/heat_reader.hpp"
#include "tests/processing/thermal/heat_passes.hpp"
#include "tests/processing/thermal/made_flight.hpp"
#include "tools/simulate/drone/display_gain.hpp"

namespace {

using namespace nightjar;

cv::Mat eight_bits(const cv::Mat& picture) {
  std::vector<std::uint16_t> levels(picture.begin<std::uint16_t>(), picture.end<std::uint16_t>());
  const auto at = [&levels](double share) {
    const auto nth = levels.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(levels.size()));
    std::nth_element(levels.begin(), nth, levels.end());
    return double{1} * *nth;
  };
  const double low = at(0.005), high = at(0.9995);
  cv::Mat eight;
  picture.convertTo(eight, CV_8U, 235 / (high - low), 10 - low * 235 / (high - low));
  return eight;
}

/// By the automatic gain of the drawn flights, which asks for hundredths of a kelvin: of this camera a level
/// is about four.
cv::Mat by_gain(int i, const cv::Mat& picture) {
  constexpr double kPictures_s = 2, kPerLevel = 4;
  static DisplayGain gain(kPictures_s);
  if (i == 0) gain = DisplayGain(kPictures_s);
  cv::Mat kelvin_100;
  picture.convertTo(kelvin_100, CV_16U, kPerLevel);
  return gain.show(kelvin_100);
}

void write_over(cv::Mat& picture, int i) {
  const auto text = [&](const std::string& words, cv::Point at) {
    cv::putText(picture, words, at + cv::Point(1, 1), cv::FONT_HERSHEY_PLAIN, 1, cv::Scalar(0), 2);
    cv::putText(picture, words, at, cv::FONT_HERSHEY_PLAIN, 1, cv::Scalar(255), 1);
  };
  text("20:14:" + std::to_string(10 + i / 2), {12, 22});
  text("ALT 33m  HDG 184  51.01000 -1.15000", {12, 500});
  cv::line(picture, {306, 256}, {334, 256}, cv::Scalar(255));
  cv::line(picture, {320, 242}, {320, 270}, cv::Scalar(255));
}

Frame coloured(int i, const cv::Mat& grey, int map) {
  cv::Mat bgr;
  cv::applyColorMap(grey, bgr, map);
  return MadeFlight::colour_frame(i, bgr);
}

struct Showing {
  const char* name;
  std::function<Frame(int, const cv::Mat&)> frame;
  std::optional<HeatPalette> site{};  ///< what the site file says
};

}  // namespace

int main(int argc, char** argv) {
  auto passes = read_heat_passes(argc > 1 ? argv[1] : NIGHTJAR_SHARED_DATA "/thermal");
  if (passes.empty()) {
    std::fprintf(stderr, "no passes found\n");
    return 2;
  }
  const Showing showings[] = {
      {"16 bits", [](int i, const cv::Mat& p) { return MadeFlight::frame(i, p); }},
      {"white-hot", [](int i, const cv::Mat& p) { return MadeFlight::frame(i, eight_bits(p)); }},
      {"black-hot", [](int i, const cv::Mat& p) { return MadeFlight::frame(i, 255 - eight_bits(p)); }},
      {"white-hot, text",
       [](int i, const cv::Mat& p) {
         cv::Mat grey = eight_bits(p);
         write_over(grey, i);
         return MadeFlight::frame(i, grey);
       }},
      {"automatic gain", [](int i, const cv::Mat& p) { return MadeFlight::frame(i, by_gain(i, p)); }},
      {"automatic gain, black-hot",
       [](int i, const cv::Mat& p) { return MadeFlight::frame(i, 255 - by_gain(i, p)); }},
      {"automatic gain, inferno",
       [](int i, const cv::Mat& p) { return coloured(i, by_gain(i, p), cv::COLORMAP_INFERNO); }},
      {"inferno", [](int i, const cv::Mat& p) { return coloured(i, eight_bits(p), cv::COLORMAP_INFERNO); }},
      {"jet", [](int i, const cv::Mat& p) { return coloured(i, eight_bits(p), cv::COLORMAP_JET); }},
      {"turbo", [](int i, const cv::Mat& p) { return coloured(i, eight_bits(p), cv::COLORMAP_TURBO); }},
      {"inferno turned round, dark-hot by the site file",
       [](int i, const cv::Mat& p) { return coloured(i, 255 - eight_bits(p), cv::COLORMAP_INFERNO); },
       HeatPalette::dark_hot},
      {"white-hot, black-hot from the middle on",
       [](int i, const cv::Mat& p) {
         const cv::Mat grey = eight_bits(p);
         return MadeFlight::frame(i, i < 14 ? grey : cv::Mat(255 - grey));
       }},
  };
  std::printf("| shown | people | found | false a pass | read as |\n");
  for (const Showing& showing : showings) {
    int truth = 0, found = 0, false_tracks = 0;
    std::string read_as;
    for (HeatPass& pass : passes) {
      HeatReaderOptions options;
      options.palette = showing.site;
      HeatReader reader(options);
      HeatDetector detector;
      std::string last;
      for (std::size_t i = 0; i < pass.pictures.size(); ++i) {
        Frame frame = showing.frame(static_cast<int>(i), pass.pictures[i]);
        frame.captured_at = pass.poses[i].measured_at;
        frame.telemetry = pass.poses[i];
        const HeatPicture picture = reader.read(frame);
        pass.levels[i] = picture.heat.clone();
        pass.spots[i] = picture.heat.empty() ? std::vector<HeatSpot>() : detector.detect(picture.heat);
        const std::string outcome(picture.outcome);
        if (outcome != last) read_as += (read_as.empty() ? "" : ", ") + std::to_string(i) + ": " + outcome;
        last = outcome;
      }
      read_as += "; spots";
      for (std::size_t i = 0; i < pass.spots.size(); i += 4)
        read_as += " " + std::to_string(pass.spots[i].size());
      read_as += ";";
      const HeatPassScore score = score_heat_pass(pass, pass.poses, {0.3, 0.3}, 1.5);
      truth += score.truth, found += score.found, false_tracks += score.false_tracks;
    }
    std::printf("| %s | %d | %d | %.2f | %s |\n", showing.name, truth, found,
                static_cast<double>(false_tracks) / static_cast<double>(passes.size()), read_as.c_str());
  }
  return 0;
}
