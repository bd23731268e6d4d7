#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "tools/score/page/markup.hpp"
#include "tools/score/page/page_parts.hpp"

namespace nightjar {
namespace {

constexpr double kWidth = 330, kHeight = 150, kBottom = 122, kMargin = 12;

/// 1, 2 or 5 times a power of ten, for at most twelve bars.
double step_for(double span) {
  double step = std::pow(10.0, std::floor(std::log10(std::max(span, 1e-6) / 12)));
  for (const double factor : {1.0, 2.0, 5.0, 10.0})
    if (span / (step * factor) <= 12) return step * factor;
  return step * 10;
}

}  // namespace

std::string histogram(const std::vector<double>& values, const std::string& unit, const std::string& words) {
  if (values.empty()) return "";
  const auto [least, greatest] = std::minmax_element(values.begin(), values.end());
  const double step = step_for(std::max(*greatest, 0.0) - std::min(*least, 0.0));
  const double from = std::floor(std::min(*least, 0.0) / step) * step;
  const auto bars = static_cast<std::size_t>(std::floor((*greatest - from) / step)) + 1;
  std::vector<std::size_t> counts(bars);
  for (const double value : values)
    ++counts[std::min(bars - 1, static_cast<std::size_t>((value - from) / step))];
  const std::size_t most = *std::max_element(counts.begin(), counts.end());

  const double wide = (kWidth - 2 * kMargin) / static_cast<double>(bars);
  std::string svg;
  for (std::size_t i = 0; i < bars; ++i) {
    const double x = kMargin + wide * static_cast<double>(i);
    const double low = from + step * static_cast<double>(i);
    const double high = (kBottom - 22) * static_cast<double>(counts[i]) / static_cast<double>(most);
    svg += fmt::format(
        "<rect class=\"column\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\"><title>{:g} to "
        "{:g} "
        "{}: {}</title></rect><text x=\"{:.1f}\" y=\"{}\" text-anchor=\"middle\">{:g}</text>",
        x + 1, kBottom - high, wide - 2, high, low, low + step, unit, counts[i], x, kBottom + 15, low);
    if (counts[i] > 0)
      svg += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\">{}</text>", x + wide / 2,
                         kBottom - high - 5, counts[i]);
  }
  return fmt::format(
      "<section class=\"plotbox\"><h3>{0}</h3><svg class=\"plot\" viewBox=\"0 0 {1} {2}\" role=\"img\" "
      "aria-label=\"{0}\">{3}<line class=\"axis\" x1=\"{4}\" x2=\"{5}\" y1=\"{6}\" y2=\"{6}\"/>"
      "<text x=\"{5}\" y=\"{7}\" text-anchor=\"end\">{8}</text></svg></section>\n",
      escaped(words), kWidth, kHeight, svg, kMargin, kWidth - kMargin, kBottom, kBottom + 15, escaped(unit));
}

}  // namespace nightjar
