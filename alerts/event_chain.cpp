#include "alerts/event_chain.hpp"

#include <utility>

#include "alerts/alert_json.hpp"

namespace nightjar {

ChainedEvent ChainEnd::append(AlertEvent event, const std::string& stream) {
  ChainedEvent chained;
  chained.event = std::move(event);
  chained.event.stream = stream;
  chained.event.seq = ++seq;
  chained.text = to_json(chained.event);
  chained.digest = sha256(chained.text);
  head = sha256(head, chained.digest);
  chained.head = head;
  return chained;
}

}  // namespace nightjar
