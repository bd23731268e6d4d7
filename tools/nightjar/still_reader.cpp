#include "tools/nightjar/still_reader.hpp"

#include <algorithm>
#include <utility>

#include "processing/anpr/closer_look.hpp"
#include "tools/nightjar/stage_clock.hpp"

namespace nightjar {

std::vector<ReadPlate> StillReader::read(const cv::Mat& luma) {
  std::vector<ReadPlate> plates;
  for (const PlateBox& box : timed(tally_, "detect", [&] { return detector_.detect(luma); })) {
    const PlateText first = timed(tally_, "read", [&] { return reader_.read(luma, box); });
    if (first.mark.empty() || first.confidence < least_confidence_) continue;
    PlateText text = timed(tally_, "look closer", [&] { return closer_look(reader_, luma, box, first); });
    if (!text.mark.empty() && text.confidence >= least_confidence_) plates.push_back({box, std::move(text)});
  }
  std::stable_sort(plates.begin(), plates.end(), [](const ReadPlate& a, const ReadPlate& b) {
    return a.text.confidence > b.text.confidence;
  });
  return plates;
}

}  // namespace nightjar
