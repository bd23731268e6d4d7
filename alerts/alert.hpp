#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ingest/frame.hpp"
#include "processing/anpr/plate_read.hpp"

namespace nightjar {

/// What happened to an alert. Names on the wire as here, in lower case.
enum class AlertHappening {
  raised,
  amended,
  withdrawn,
  acknowledged,
  confirmed,
  rejected,
  handed_on,
  received,
  attending,
  noted,
  escalated,
  closed
};

enum class AlertKind { vehicle_hit, heat_contact, feed_health, list_health, system_health };
enum class AlertHandling { alarm, queue, record };

struct ErrorEllipse {
  double major_m = 0;  ///< semi-axis of the 90 % ellipse
  double minor_m = 0;
  double bearing_deg = 0;  ///< of the major axis, from true north
};

struct AlertPlace {
  std::optional<double> latitude_deg;   ///< WGS84
  std::optional<double> longitude_deg;  ///< WGS84
  std::optional<double> ce90_m;
  std::optional<ErrorEllipse> ellipse;
  std::optional<std::string> os_grid;
  std::optional<std::string> words;
};

/// A hotlist entry as it stood when it matched.
struct AlertEntry {
  std::string list;
  std::optional<std::string> list_revision;
  std::optional<std::int64_t> list_age_s;
  std::optional<std::int64_t> entry_age_s;
  std::string mark;
  std::optional<bool> exact;  ///< whether the read is this entry's mark; false: a possible match
  std::optional<std::string> action, markers, reason, risk, priority, owner, contact, authoriser, marking;
  std::optional<std::string> effective, weed;  ///< ISO dates
};

/// One character of the read that is not the entry's.
struct DifferingCharacter {
  std::uint32_t position = 0;  ///< from 0
  std::string read, listed;
};

struct AlertVehicle {
  std::string mark;  ///< as read
  double read_confidence = 0;
  bool exact = true;
  std::optional<double> probability;
  std::vector<DifferingCharacter> differs;
  std::optional<std::string> direction;        ///< towards, away
  std::optional<std::string> direction_words;  ///< the same in the site's words: "northbound to Alton"
  std::optional<double> bearing_deg;           ///< of travel
  std::optional<std::string> order;            ///< what to show before all else: "DO NOT STOP", or the action
  std::vector<AlertEntry> entries;             ///< highest priority first
};

/// Contacts that are told as one: a flock.
struct AlertGroup {
  std::uint32_t count = 0;  ///< contacts in it now, or when it was lost
  std::uint32_t most = 0;   ///< so many at once
  double extent_m = 0;      ///< from the middle to the outermost, times two
};

/// One of the force's own that was where the contact is. It names the contact, and hides or lowers nothing.
struct AlertOwn {
  std::string id;
  std::string kind;  ///< person, vehicle, drone
  std::optional<std::string> label;
  double distance_m = 0;  ///< from where it said it was, brought to the time of the contact
  double age_s = 0;       ///< of what it said
};

struct AlertHeat {
  std::string heat_class;                   ///< person, animal, vehicle, unknown
  double probability = 0;                   ///< that it is a real contact
  std::optional<double> class_probability;  ///< that it is of this class, if it is real
  std::optional<double> peak_k;
  std::optional<double> velocity_mps;
  std::optional<double> bearing_deg;  ///< of movement, from true north; absent at rest
  std::optional<CaptureTime> lost_at;
  std::optional<AlertGroup> group = {};
  std::optional<AlertOwn> own = {};
  bool unconfirmed = false;  ///< a candidate of a search, not yet believed
};

struct AlertHealth {
  std::string what;   ///< the feed, the list or the part of the system
  std::string cause;  ///< refused, ended, corrupt, silent, failed ...
  std::string detail;
};

/// A picture kept as evidence; the bytes lie in the journal under their digest.
struct EvidenceReference {
  std::string name;    ///< plate, frame, contact
  std::string sha256;  ///< lower-case hex
  std::optional<CaptureTime> captured_at;
  std::string feed;
};

struct AlertActor {
  std::string person;
  std::optional<std::string> key;
};

struct AlertAction {
  std::optional<std::string> code, note, confirms;
  std::optional<std::uint32_t> revision;
  std::optional<std::string> to = {};  ///< the crew that it is handed on to, or that says so
};

/// Two sightings that one vehicle cannot have made.
struct PossibleClone {
  std::string alert;  ///< of the other sighting
  std::string feed;
  CaptureTime captured_at;
  double distance_m = 0;
  double apart_s = 0;
};

/// A named person's word on what they saw.
struct Confirmation {
  std::string person;
  std::uint32_t revision = 1;  ///< of the alert, that they had seen
  CaptureTime at;
  std::optional<CaptureTime> until = {};  ///< of what may go stale; the worker says so when it has ended
  std::optional<std::string> alert = {};  ///< another sighting of the incident, where it was said of that
};

/// What somebody of a crew said, and when.
struct CrewWord {
  std::string person;
  CaptureTime at;
};

/// The crew that an alert was handed on to, and what has come back from them.
struct AlertCrew {
  std::string name;
  std::string by;  ///< who handed it on
  CaptureTime at;
  std::optional<CaptureTime> receive_by;     ///< while nobody of them has received it: then it goes back
  std::optional<CaptureTime> given_back_at;  ///< nobody had: the room has it again
  std::optional<CrewWord> received, attending;
};

/// Nobody has done what was waited for.
struct AlertEscalation {
  std::uint32_t level = 1;  ///< how often it was told
  std::string because;      ///< "not acknowledged", "not received"
};

/// One event in the life of an alert, as it is journalled and sent. What is not known is absent.
struct AlertEvent {
  std::string stream;     ///< set by the journal
  std::uint64_t seq = 0;  ///< set by the journal: without gaps per channel, from 1
  AlertHappening event = AlertHappening::raised;
  std::string alert;
  std::uint32_t revision = 1;
  std::string incident;
  AlertKind kind = AlertKind::vehicle_hit;
  int priority = 50;  ///< 0 highest to 100
  AlertHandling handling = AlertHandling::alarm;
  std::string channel;
  std::string feed;
  std::optional<CaptureTime> captured_at;
  CaptureClock clock;
  std::optional<CaptureTime> published_at;
  std::optional<double> late_s;
  bool journalled = true;
  bool replay = false;
  std::optional<AlertPlace> place;
  std::vector<std::string> areas;
  std::optional<AlertVehicle> vehicle;
  std::optional<AlertHeat> heat;
  std::optional<AlertHealth> health;
  std::uint32_t sightings = 1;           ///< passes of the incident so far, this one included
  std::optional<std::int64_t> quiet_s;   ///< time in which the incident does not sound again unchanged
  std::optional<std::string> repeat_of;  ///< the alert that sounded last: this sighting does not sound
  std::optional<std::string>
      alerted_again;  ///< why a later sighting sounds: new area, direction, priority ...
  std::optional<PossibleClone> possible_clone;
  std::optional<std::string> cloned;           ///< who has said that a clone of the mark is about
  std::optional<std::string> silenced;         ///< why it does not sound: a person's earlier rejection
  bool late_match = false;                     ///< the entry came after the vehicle
  std::optional<std::string> acknowledged_by;  ///< who has taken the alert on
  std::optional<std::string> taken_over_from;  ///< of an acknowledgement: who had it before
  std::optional<AlertCrew> crew;
  std::optional<AlertEscalation> escalation;  ///< until somebody takes the alert on
  std::optional<Confirmation> characters_confirmed, entry_confirmed;
  std::optional<std::string> rule;    ///< of the site file, that told the contact
  std::optional<std::string> sortie;  ///< the flight that it was seen on
  std::optional<std::string> cause;   ///< of what nobody did, in words: a withdrawal, an escalation
  std::optional<AlertActor> actor;
  std::optional<AlertAction> action;
  std::vector<EvidenceReference> evidence;
  std::string config;  ///< version (digest) of the site file in force
};

/// A picture on its way into the journal.
struct EvidencePicture {
  std::string sha256;
  std::string jpeg;  ///< the encoded bytes
};

/// What the alert thread takes: an event, its pictures, and the small plate picture for the wire.
struct AlertParcel {
  AlertEvent event;
  std::vector<EvidencePicture> pictures;
  std::string wire_picture;       ///< JPEG of at most 4 KiB, or empty
  std::optional<PlateText> read;  ///< what was read, for judging again when a list changes; never sent
};

}  // namespace nightjar
