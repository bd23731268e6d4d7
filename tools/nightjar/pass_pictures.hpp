#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "ingest/frame.hpp"
#include "processing/anpr/plate_passes.hpp"
#include "tools/nightjar/evidence.hpp"

namespace nightjar {

/// The plate of each open pass as its best frame shows it, for what is said of the pass once the vehicle has
/// gone: a read that was unsure to its end, a list that comes later.
class PassPictures {
 public:
  explicit PassPictures(EvidencePictureOptions options) : options_(options) {}

  /// `placings` belong to `plates`, and these to the frame.
  void see(const Frame& frame, const std::vector<SeenPlate>& plates,
           const std::vector<PlatePlacing>& placings);

  /// The plate alone, in a picture that can travel with an event; empty where none was seen.
  [[nodiscard]] EvidenceSet of(std::uint64_t pass) const;

  /// The pictures of a pass that turned out to be another one are that one's, where they are better.
  void join(const std::vector<JoinedPass>& joined);

  void forget(std::uint64_t pass) { shown_.erase(pass); }

 private:
  EvidencePictureOptions options_;
  std::map<std::uint64_t, Frame> shown_;  ///< the part of a frame that shows the plate, by pass
};

}  // namespace nightjar
