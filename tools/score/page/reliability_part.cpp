#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tools/score/page/markup.hpp"
#include "tools/score/page/page_parts.hpp"
#include "tools/score/score_words.hpp"

namespace nightjar {
namespace {

constexpr double kLeft = 44, kTop = 12, kSide = 268;

double x_of(double share) {
  return kLeft + kSide * share;
}
double y_of(double share) {
  return kTop + kSide * (1 - share);
}

std::string frame() {
  std::string svg = fmt::format(
      "<rect class=\"ground\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>"
      "<line class=\"ideal\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"/>",
      kLeft, kTop, kSide, kSide, x_of(0), y_of(0), x_of(1), y_of(1));
  for (int percent = 0; percent <= 100; percent += 20) {
    const double share = percent / 100.0;
    svg += fmt::format(
        "<line class=\"grid\" x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1}\" y2=\"{2}\"/>"
        "<line class=\"grid\" x1=\"{3}\" x2=\"{4}\" y1=\"{5:.1f}\" y2=\"{5:.1f}\"/>"
        "<text x=\"{0:.1f}\" y=\"{6}\" text-anchor=\"middle\">{7}</text>"
        "<text x=\"{8}\" y=\"{9:.1f}\" text-anchor=\"end\">{7}</text>",
        x_of(share), y_of(0), y_of(1), x_of(0), x_of(1), y_of(share), kTop + kSide + 16, percent, kLeft - 6,
        y_of(share) + 4);
  }
  return svg + fmt::format(
                   "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">stated confidence, %</text>"
                   "<text transform=\"translate(12 {}) rotate(-90)\" text-anchor=\"middle\">right, %</text>",
                   x_of(0.5), kTop + kSide + 34, y_of(0.5));
}

std::string point(const ConfidenceBin& bin, std::size_t most) {
  const Interval interval = bin.right.interval();
  const double radius =
      3 + 7 * std::sqrt(static_cast<double>(bin.right.of) / static_cast<double>(most));  // area as the count
  return fmt::format(
      "<line class=\"whisker\" x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1:.1f}\" y2=\"{2:.1f}\"/>"
      "<circle class=\"point\" cx=\"{0:.1f}\" cy=\"{3:.1f}\" r=\"{4:.1f}\"><title>{5:.2f} to {6:.2f}: {7} "
      "right, "
      "95 %: {8}</title></circle>",
      x_of(bin.mean_confidence), y_of(interval.low), y_of(interval.high), y_of(*bin.right.rate()), radius,
      bin.from, bin.to, count_of(bin.right), percent_95(bin.right));
}

}  // namespace

std::string reliability_part(const Calibration& calibration) {
  const auto error = calibration.expected_error();
  if (!error) return "";
  std::size_t most = 1;
  for (const ConfidenceBin& bin : calibration.bins()) most = std::max(most, bin.right.of);
  std::string points;
  for (const ConfidenceBin& bin : calibration.bins())
    if (bin.right.of > 0) points += point(bin, most);
  return fmt::format(
      "<section class=\"plotbox\"><h3>What its confidence is worth</h3>\n<svg class=\"plot\" viewBox=\"0 0 "
      "330 320\" "
      "role=\"img\" aria-label=\"Reliability diagram\">{}{}</svg>\n<p class=\"small\">{} reads; a disc is a "
      "range of "
      "confidence, its area the number of reads, the line its 95 % interval. On the dashed line the reader "
      "is as "
      "often right as it says. Expected calibration error: {:.3f}.</p></section>\n",
      frame(), points, calibration.reads(), *error);
}

}  // namespace nightjar
