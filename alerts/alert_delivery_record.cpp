#include <spdlog/spdlog.h>

#include <utility>

#include "alerts/alert_delivery.hpp"

namespace nightjar {
namespace {

constexpr std::size_t kMostUnwrittenAudit = 10'000;

}  // namespace

bool AlertDelivery::note(const AuditRecord& record, const std::optional<KeptText>& kept, bool keep_trying) {
  try {
    if (unwritten_audit_.empty() || !keep_trying) {
      journal_.note(record, kept);
      return true;
    }
  } catch (const JournalError& error) {
    refused(error);
    deliver_own_alerts();
  }
  if (!keep_trying) return false;
  unwritten_audit_.emplace_back(record, kept);
  if (unwritten_audit_.size() > kMostUnwrittenAudit) {
    unwritten_audit_.pop_front();
    ++counts_.audit_shed;
  }
  return false;
}

std::optional<AuditRecord> AlertDelivery::noted(const std::string& channel, const std::string& request) {
  for (const auto& [record, kept] : unwritten_audit_)
    if (record.channel == channel && record.request == request) return record;
  try {
    const auto text = journal_.audit_of(channel, request);
    return text ? audit_from_json(*text) : std::nullopt;
  } catch (const JournalError& error) {
    refused(error);
    return std::nullopt;
  }
}

void AlertDelivery::write_late_audit() {
  try {
    while (!unwritten_audit_.empty()) {
      journal_.note(unwritten_audit_.front().first, unwritten_audit_.front().second);
      unwritten_audit_.pop_front();
    }
  } catch (const JournalError& error) {
    refused(error);
  }
}

/// A person closes these: the worker goes on, but what lies in the old file is not searched any more.
void AlertDelivery::tell_what_was_set_aside() {
  if (!journal_.set_aside()) return;
  spdlog::critical("{}; a new stream begins", *journal_.set_aside());
  for (const LiveChannel& channel : publisher_.channels()) {
    HealthAlerts health(about_system(channel.name, "journal file", options_.config));
    const std::string detail = "the journal was damaged and set aside; a new stream begins";
    if (auto parcel = health.fail("damaged", detail, options_.now()))
      own_alerts_.push_back(std::move(*parcel));
  }
}

void AlertDelivery::delete_on_time() {
  if (state_ == JournalState::damaged || !unwritten_.empty()) return;
  try {
    counts_.deleted += retention_.run(journal_, options_.now(), [this](const HeldEvent& event) {
      book_.let_go(event.alert, event.stream, event.seq);
    });
    tell_of_the_clock();
  } catch (const JournalError& error) {
    refused(error);
    deliver_own_alerts();
  } catch (const std::runtime_error& error) {
    spdlog::error("{}: nothing is deleted: {}", options_.journal.string(), error.what());
  }
}

std::optional<CaptureTime> AlertDelivery::time_to_delete_by() {
  if (state_ == JournalState::damaged || !unwritten_.empty()) return std::nullopt;
  const CaptureTime now = options_.now();
  return retention_.believes(journal_, now) ? std::optional(now) : std::nullopt;
}

void AlertDelivery::tell_of_the_clock() {
  const std::optional<std::string>& doubt = retention_.doubt();
  for (HealthAlerts& health : clock_health_) {
    auto parcel = doubt ? health.fail("leapt", *doubt, options_.now()) : health.recover(options_.now());
    if (parcel) own_alerts_.push_back(std::move(*parcel));
  }
  deliver_own_alerts();
}

std::optional<Removed> AlertDelivery::erase(std::span<const HeldEvent> events, const AuditRecord& record) {
  try {
    const Removed removed = journal_.remove(events, record);
    for (const HeldEvent& event : events) book_.forget(event.alert);
    return removed;
  } catch (const JournalError& error) {
    refused(error);
    deliver_own_alerts();
    return std::nullopt;
  }
}

bool AlertDelivery::fold() {
  try {
    return journal_.fold();
  } catch (const JournalError& error) {
    refused(error);
    deliver_own_alerts();
    return true;  // nothing that trying again would mend
  }
}

}  // namespace nightjar
