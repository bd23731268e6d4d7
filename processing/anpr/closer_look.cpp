#include "processing/anpr/closer_look.hpp"

#include <string>

#include "processing/anpr/registration_mark.hpp"

namespace nightjar {
namespace {

/// The box with its sides moved out by so much of its width and height, and its middle by so much.
PlateBox widened(const PlateBox& box, float across, float along, cv::Point2f by = {}) {
  const auto& corner = box.corners;
  const auto at = [&corner](float x, float y) {
    const cv::Point2f above = corner[0] + (corner[1] - corner[0]) * x;
    const cv::Point2f below = corner[3] + (corner[2] - corner[3]) * x;
    return above + (below - above) * y;
  };
  PlateBox wide = box;
  const float left = by.x - across, right = by.x + 1 + across;
  const float top = by.y - along, bottom = by.y + 1 + along;
  wide.corners = {at(left, top), at(right, top), at(right, bottom), at(left, bottom)};
  return wide;
}

/// Whether `wide` holds the mark and more, and says so as surely as is worth believing.
bool shows_more(const PlateText& wide, const PlateText& first, double least_confidence) {
  const std::string mark = folded_mark(first.mark);
  const std::string wider = folded_mark(wide.mark);
  return wide.confidence >= least_confidence && wider.size() > mark.size() &&
         wider.find(mark) != std::string::npos;
}

}  // namespace

PlateText closer_look(PlateReader& reader, const cv::Mat& luma, const PlateBox& box, const PlateText& first,
                      const CloserLookOptions& options) {
  const bool unsure = first.confidence >= options.least_confidence && first.confidence < options.sure;
  if (first.mark.empty() || !unsure) return first;
  const PlateText wide = reader.read(luma, widened(box, options.wide_across, options.wide_along));
  if (shows_more(wide, first, options.least_confidence)) return mark_consensus({first, wide}, options.fuller);
  const float x = options.look_across, y = options.look_along;
  return mark_consensus(
      {first, reader.read(luma, widened(box, x, y)), reader.read(luma, widened(box, -x, -y)),
       reader.read(luma, widened(box, 0, 0, {x, y})), reader.read(luma, widened(box, 0, 0, {-x, -y}))},
      options.looks);
}

}  // namespace nightjar
