#include "tools/nightjar/own_notes.hpp"

#include <iterator>
#include <utility>

namespace nightjar {

std::function<void(Frame&)> own_notes(std::shared_ptr<const OwnPositions> own) {
  return [own = std::move(own), cursor = OwnPositions::Cursor{}](Frame& frame) mutable {
    if (!own || !frame.own.empty()) return;  // a recording brings what came live
    frame.own = own->take_new(cursor, frame.captured_at);
  };
}

std::shared_ptr<const OwnPositions> open_own(const Site& site, bool files_only,
                                             std::function<void(const std::string&)> refused) {
  if (!site.own.positions) return nullptr;
  const bool live = site.own.positions->find("://") != std::string::npos;
  if (live && files_only) return nullptr;
  return std::make_shared<const OwnPositions>(*site.own.positions, std::move(refused));
}

}  // namespace nightjar
