#include "processing/anpr/plate_fit.hpp"

#include <algorithm>
#include <cmath>

#include "processing/anpr/mark_consensus.hpp"

namespace nightjar {

namespace {

/// How far a plate may be off: in widths of it, and in the logarithm of its width.
struct Reach {
  double widths;
  double stretch;
};

constexpr double kTwoLines = 2.2;  // widths to a height below which a plate has two lines

/// As far as vehicles change speed. One seen once only may have gone 31 m/s (70 mph): 60 of its widths a
/// second, but close by no camera follows that.
Reach reach_of(const PlateFollowed& pass, double gap_s) {
  if (pass.parked) return {0.5, 0.3};
  const double widths = pass.track.velocity_known() ? 0.6 + 5 * gap_s : 0.7 + std::min(2.5, 25 * gap_s);
  return {widths, 0.35 + 1.5 * gap_s};
}

bool has_two_lines(const PlatePlace& place) {
  return place.width_px < kTwoLines * place.height_px;
}

bool inside(const cv::Point2d& at, const cv::Size& picture) {
  return picture.empty() || (at.x >= 0 && at.y >= 0 && at.x < picture.width && at.y < picture.height);
}

}  // namespace

std::optional<double> misfit(const PlateFollowed& pass, const PlatePlace& place,
                             const std::optional<PlateText>& text, const cv::Size& picture,
                             const PlateFitOptions& options) {
  const auto gap = place.at - pass.track.last().at;
  const double gap_s = std::chrono::duration<double>(gap).count();
  const PlatePlace expected = pass.track.predicted(place.at);
  const bool pass_tells = !pass.text.mark.empty() && pass.text.confidence >= options.telling;
  const bool plate_tells = text && !text->mark.empty() && text->confidence >= options.telling;
  Reach reach = reach_of(pass, gap_s);
  double likeness = options.different;
  bool agree = false;  // the texts say that it is the same, if not surely
  if (text && !text->mark.empty() && !pass.text.mark.empty()) {
    const double least = std::min(text->confidence, pass.text.confidence);
    likeness = mark_likeness(text->mark, pass.text.mark);
    const bool part = is_part_of(text->mark, pass.text.mark) || is_part_of(pass.text.mark, text->mark);
    if (!part && likeness < options.different && pass_tells && plate_tells) return std::nullopt;
    agree = likeness >= options.different && least >= options.least_confidence;
    if (agree && !pass.track.velocity_known() && has_two_lines(pass.track.last()))
      reach.widths *= 2;  // such a plate is half as wide, and what bears it as fast
    const bool long_mark = text->mark.size() >= options.long_mark;
    if (likeness == 1.0 && (long_mark ? agree : pass_tells && plate_tells)) {
      // No other vehicle has the same mark: it may have gone as far as anything goes while it was not seen.
      reach.widths = long_mark && pass_tells && plate_tells ? options.same_mark_reach : 4 * reach.widths + 2;
      reach.stretch *= 2;
    }
    likeness = options.different + (likeness - options.different) * least;
  }
  if (!agree && pass_tells != plate_tells) {
    if (!inside(expected.centre, picture)) return std::nullopt;
    if (!pass.standing && pass_tells && place.at - pass.last_told > options.told_within) return std::nullopt;
    if (!pass.standing && !pass_tells && gap > options.silent_for) return std::nullopt;
    const double silent = pass.standing ? options.standing_reach + options.standing_reach_per_s * gap_s
                                        : options.silent_reach + options.silent_reach_per_s * gap_s;
    if (pass.standing || pass.track.velocity_known()) {
      reach.widths = std::min(reach.widths, silent);
    } else if (pass_tells && text) {  // what has no text is no sign of a vehicle that has one
      reach.widths = std::min(reach.widths, 1.0);
    }
  }
  const double off = std::hypot(place.centre.x - expected.centre.x, place.centre.y - expected.centre.y) /
                     std::max(place.width_px, expected.width_px);
  const double scaled = std::abs(std::log(place.width_px / expected.width_px));
  if (off > reach.widths || scaled > reach.stretch) return std::nullopt;
  return off / reach.widths + scaled / reach.stretch + std::min(1.0, gap_s) -
         2 * (likeness - options.different);
}

std::vector<std::optional<std::size_t>> best_fits(std::vector<PlateFit> fits, std::size_t plates,
                                                  std::size_t passes) {
  std::sort(fits.begin(), fits.end());
  std::vector<std::optional<std::size_t>> pass_of(plates);
  std::vector<bool> taken(passes, false);
  for (const auto& [fit, plate, pass] : fits) {
    if (pass_of[plate] || taken[pass]) continue;
    pass_of[plate] = pass;
    taken[pass] = true;
  }
  return pass_of;
}

}  // namespace nightjar
