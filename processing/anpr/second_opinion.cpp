#include "processing/anpr/second_opinion.hpp"

#include <string>

#include "processing/anpr/registration_mark.hpp"

namespace nightjar {
namespace {

PlateBox widened(const PlateBox& box, float across, float along) {
  const auto& corner = box.corners;
  const auto at = [&corner](float x, float y) {
    const cv::Point2f above = corner[0] + (corner[1] - corner[0]) * x;
    const cv::Point2f below = corner[3] + (corner[2] - corner[3]) * x;
    return above + (below - above) * y;
  };
  PlateBox wide = box;
  wide.corners = {at(-across, -along), at(1 + across, -along), at(1 + across, 1 + along),
                  at(-across, 1 + along)};
  return wide;
}

}  // namespace

PlateText second_opinion(PlateReader& reader, const cv::Mat& luma, const PlateBox& box,
                         const PlateText& first, const SecondOpinionOptions& options) {
  if (first.mark.empty() || first.confidence < options.least_confidence) return first;
  const PlateText second = reader.read(luma, widened(box, options.across, options.along));
  const std::string mark = folded_mark(first.mark);
  const std::string wider = folded_mark(second.mark);
  const bool sure = first.confidence >= options.sure;
  const bool fuller = wider.size() > mark.size() && wider.find(mark) != std::string::npos;
  const bool weigh = wider == mark ? !sure : sure || fuller;
  return weigh ? mark_consensus({first, second}, options.consensus) : first;
}

}  // namespace nightjar
