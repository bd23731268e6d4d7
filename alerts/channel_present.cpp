#include "alerts/channel_present.hpp"

namespace nightjar {

ChannelPresent present_of(AlertOutlet& outlet, const std::string& channel, const std::string& stream,
                          std::uint64_t behind, std::size_t most) {
  ChannelPresent present;
  outlet.run_errand([&](AlertDelivery& delivery) {
    present.stream = delivery.journal().stream();
    present.end = delivery.journal().end_of(channel);
    for (const PromisedEvent& event : delivery.unwritten()) {
      const AlertEvent& told = event.chained.event;
      if (present.unwritten.size() >= most) break;
      if (told.channel == channel && told.stream == stream && told.seq > behind)
        present.unwritten.push_back(event.chained);
    }
  });
  return present;
}

}  // namespace nightjar
