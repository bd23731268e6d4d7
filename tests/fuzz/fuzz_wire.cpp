#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <deque>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "alerts/alert_json.hpp"
#include "alerts/catch_up.hpp"
#include "alerts/desk_request.hpp"

namespace {

using namespace nightjar;

void must(bool holds) {
  if (!holds) std::abort();
}

/// What is taken can be written, and taken again as the same; what is refused has a reason.
void read_as_message(std::string_view text) {
  const AlertReading event = from_json(text);
  must(event.event.has_value() == event.fault.empty());
  if (event.event) {
    const std::string written = to_json(*event.event);
    const AlertReading again = from_json(written);
    must(again.event && to_json(*again.event) == written);
  }
  const BeatReading beat = beat_from_json(text);
  must(beat.beat.has_value() == beat.fault.empty());
  if (beat.beat) must(to_json(*beat_from_json(to_json(*beat.beat)).beat) == to_json(*beat.beat));
  const DeskReading request = read_request(text, "open");
  must(!request.fault.empty() || (!request.request.what.empty() && !request.request.id.empty()));
}

/// A consumer that is given each line as the answer to what it asks, `$` standing for the name of the
/// request.
void read_as_answers(std::string_view text) {
  ConsumerPlace place("");
  std::deque<Received> out;
  CatchUpOptions options;
  options.pictures.wanted = true;
  CatchUp catch_up(options, place, out);
  AlertBeat beat;
  beat.stream = "a0";
  beat.channel = "open";
  beat.seq = 6;
  beat.head = std::string(64, '0');
  catch_up.beat(beat);
  CatchUp::Clock::time_point now;
  for (int i = 0; i < 16 && !text.empty(); ++i) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string line(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    const auto request = catch_up.request(now += std::chrono::seconds(100));
    if (!request) break;
    if (const std::size_t id = line.find('$'); id != std::string::npos)
      line.replace(id, 1, nlohmann::json::parse(*request)["id"].get<std::string>());
    (void)catch_up.answer(line, now);
  }
  std::set<std::pair<std::string, std::uint64_t>> had;
  for (const Received& received : out) {
    const auto* const alert = std::get_if<ReceivedAlert>(&received);
    if (alert == nullptr) continue;
    must(alert->event.channel == "open");
    must(had.insert({alert->event.stream, alert->event.seq}).second);
  }
}

}  // namespace

/// Any bytes from the wire are a message, an answer, or refused; and no event is handed on twice.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  read_as_message(text);
  read_as_answers(text);
  return 0;
}
