#include "tools/nightjar/pass_pictures.hpp"

namespace nightjar {

void PassPictures::see(const Frame& frame, const std::vector<SeenPlate>& plates,
                       const std::vector<PlatePlacing>& placings) {
  for (std::size_t i = 0; i < plates.size() && i < placings.size(); ++i) {
    if (!placings[i].best) continue;
    // A copy of a few kilobytes, no picture yet: most passes get better frame by frame.
    Frame part = part_around(frame, plates[i].box.upright, options_);
    if (!part.luma.empty()) shown_.insert_or_assign(placings[i].pass, std::move(part));
  }
}

void PassPictures::join(const std::vector<JoinedPass>& joined) {
  for (const JoinedPass& pass : joined) {
    auto shown = shown_.extract(pass.later);
    if (shown.empty() || !pass.best) continue;
    shown_.insert_or_assign(pass.earlier, std::move(shown.mapped()));
  }
}

EvidenceSet PassPictures::of(std::uint64_t pass) const {
  const auto shown = shown_.find(pass);
  if (shown == shown_.end()) return {};
  const Frame& part = shown->second;
  return plate_evidence(wire_picture_of(cutout_picture(part, options_)), part.feed, part.captured_at);
}

}  // namespace nightjar
