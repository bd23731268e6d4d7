#include "tools/nightjar/pass_pictures.hpp"

namespace nightjar {

void PassPictures::see(const Frame& frame, const std::vector<SeenPlate>& plates,
                       const std::vector<PlatePlacing>& placings) {
  for (std::size_t i = 0; i < plates.size() && i < placings.size(); ++i) {
    if (!placings[i].best) continue;
    cv::Mat cutout = cutout_picture(frame, plates[i].box.upright, options_);
    if (!cutout.empty())
      shown_.insert_or_assign(placings[i].pass, Shown{std::move(cutout), frame.feed, frame.captured_at});
  }
}

EvidenceSet PassPictures::of(std::uint64_t pass) const {
  const auto shown = shown_.find(pass);
  if (shown == shown_.end()) return {};
  return plate_evidence(wire_picture_of(shown->second.cutout), shown->second.feed, shown->second.captured_at);
}

}  // namespace nightjar
