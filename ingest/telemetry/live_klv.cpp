#include "ingest/telemetry/live_klv.hpp"

#include <algorithm>

namespace nightjar {

LiveKlv::Taken LiveKlv::take(std::span<const std::uint8_t> bytes) {
  Taken taken;
  MisbReader reader(bytes);
  bool any = false;
  while (const auto packet = reader.next()) {
    any = true;
    stream_.weigh(*packet);
    const KlvReadout readout = stream_.read(*packet);
    if (!packet->sound || !readout.timed) {
      ++taken.unusable;
      continue;
    }
    for (const std::string& note : readout.notes) tell(note);
    const RecordOrder::Taken in_order = order_.take(readout.telemetry);
    if (in_order.went_back) {
      taken.records.clear();
      taken.went_back = true;
    }
    taken.records.insert(taken.records.end(), in_order.records.begin(), in_order.records.end());
    if (const auto news = order_.take_news()) tell(*news);
  }
  if (!any) ++taken.unusable;
  return taken;
}

void LiveKlv::tell(const std::string& news) {
  constexpr std::size_t kMost = 20;
  const bool known = std::find(told_.begin(), told_.end(), news) != told_.end();
  if (!known && told_.size() < kMost) told_.push_back(news);
}

std::optional<std::string> LiveKlv::take_news() {
  if (handed_out_ == told_.size()) return std::nullopt;
  return told_[handed_out_++];
}

}  // namespace nightjar
