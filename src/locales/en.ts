/** English, which defines the keys. Placeholders are in braces; counts have plural forms. */
import type { LocaleShape } from "./shape.ts";

export const en = {
  name: "English",
  direction: "ltr",
  region: "en-GB",
  appName: "Majlis",

  // Loaded with the room page: what its first view shows, and what must be there without a network.
  room: {
    // the room
    loading: "Opening the room…",
    loadFailed: "Couldn’t load this.",
    home: "Majlis home",
    memberCount: { one: "{count} here", other: "{count} here" },
    membersTitle: "In this room",
    you: "you",
    changeName: "{name}, change your name",
    guestName: "Guest {number}",
    cancel: "Cancel",
    openInTab: "Open in a new tab",

    // inviting
    invite: "Invite",
    inviteTitle: "Invite people",

    // messages
    messages: "Messages",
    fetching: "Loading messages…",
    fetchFailed: "Couldn’t load messages.",
    tryAgain: "Try again",
    beginning: "This is the beginning of the conversation.",
    edited: "edited",
    deleted: "This message was deleted.",
    replyTo: "Reply to {name}",
    replyUnknown: "Reply to an earlier message",
    reactions: "Reactions",
    reactionBy: "{emoji} {count}: {names}",
    jump: "Jump to latest",
    newMessages: { one: "{count} new message", other: "{count} new messages" },
    unread: "New",
    toUnread: "Jump to unread",
    sending: "Sending",
    failed: "Not sent.",
    retry: "Retry",
    remove: "Delete",
    edit: "Edit",

    // writing
    write: "Write a message",
    send: "Send",
    editing: "Editing message",
    bytesOver: "This message is too long.",
    invalidText: "This text has characters that can’t be sent.",
    typingOne: "{name} is typing…",
    typingTwo: "{name} and {other} are typing…",
    typingMany: {
      one: "{name}, {other} and {count} other are typing…",
      other: "{name}, {other} and {count} others are typing…",
    },

    // writing: mentions and emoji
    emoji: "Emoji",
    mentionsYou: "Mentions you:",

    // actions on a message
    addReaction: "Add reaction",
    others: { one: "{count} other", other: "{count} others" },

    // search
    search: "Search",
    searchTitle: "Search this room",

    // settings and notifications
    settings: "Settings",

    // the connection
    connecting: "Connecting…",
    reconnectingIn: {
      one: "Connection lost. Reconnecting in {count} second…",
      other: "Connection lost. Reconnecting in {count} seconds…",
    },
    reconnecting: "Connection lost. Reconnecting…",
    offline: "You’re offline. Your messages will be sent when you’re back online.",
    retryNow: "Retry now",

    // read out by screen readers
    announceMessage: "{name}: {text}",
    announceSent: "Sent",
    announceOnline: "Back online.",
    announceFailed: "Not sent: {text}",

    // errors
    errorForbidden: "You don’t have permission to do this.",
    errorGone: "This message isn’t available.",
    errorReplyGone: "The message you replied to isn’t available.",
    errorBusy: "The room is busy. Try again in a moment.",
    errorTooFast: "You’re going too fast. Wait a moment and try again.",
    errorUnknown: "We don’t know if this was sent. Check before you send it again.",
    errorNoConnection: "Couldn’t reach the room. Try again when you’re connected.",
    errorReactions: "This message has reached its limit of different reactions.",
    errorFull: "Too many messages are waiting to be sent.",
    errorStale: "This message has been waiting for a while. Send it anyway?",
    errorOther: "Something went wrong: {reason}",
  },

  // Loaded after the first view, or with the part that needs it.
  lazy: {
    skippedMessages: { one: "{count} message not shown", other: "{count} messages not shown" },
    show: "Show",
    charactersLeft: { one: "{count} character left", other: "{count} characters left" },
    charactersOver: { one: "{count} character over the limit", other: "{count} characters over the limit" },
    membersMore: { one: "and {count} more", other: "and {count} more" },
    away: "away",
    // your name
    namePrompt: "What’s your name?",
    namePromptJoin: "Join",
    namePromptSkip: "Skip",
    yourName: "Your name",
    save: "Save",
    nameEmpty: "Enter a name.",
    nameTooLong: {
      one: "Names can have up to {count} character.",
      other: "Names can have up to {count} characters.",
    },
    nameControl: "Names can’t contain invisible characters.",
    nameReserved: "Names can’t contain a colon or start with an asterisk.",

    // a room without messages
    emptyTitle: "Welcome to {room}",
    emptyAlone: "You’re the only one here. Others will see your messages when they join.",
    emptyTogether: {
      one: "No messages yet. {count} person is here.",
      other: "No messages yet. {count} people are here.",
    },

    // the emoji picker and autocomplete
    emojiSearch: "Search emoji",
    emojiGroups: "Emoji categories",
    emojiRecent: "Recently used",
    emojiResults: "Search results",
    emojiNone: "No emoji found.",
    emoji_smileys: "Smileys and emotion",
    emoji_people: "People",
    emoji_nature: "Animals and nature",
    emoji_food: "Food and drink",
    emoji_places: "Travel and places",
    emoji_activities: "Activities",
    emoji_objects: "Objects",
    emoji_symbols: "Symbols",
    emoji_flags: "Flags",
    skinTone: "Skin tone",
    skinTone0: "Default",
    skinTone1: "Light",
    skinTone2: "Medium-light",
    skinTone3: "Medium",
    skinTone4: "Medium-dark",
    skinTone5: "Dark",
    completionsTitle: "Suggestions",
    completions: { one: "{count} suggestion", other: "{count} suggestions" },

    // files that are pasted or dropped
    filesRefused: "Files can’t be sent here yet. Paste a link instead.",

    // a text that is too long
    longHint: "Shorten it, or",
    longSplit: { one: "send it as {count} message", other: "send it as {count} messages" },
    longTooLong: "It’s too long to split into several messages. Shorten it to send it.",

    // search
    searchField: "Search messages",
    searchClose: "Close search",
    searchHint: "Type the start of a word, or “a phrase” in quotation marks.",
    searching: "Searching…",
    searchFound: { one: "{count} result", other: "{count} results" },
    searchNothing: "No results.",
    searchNothingYet: "No results in recent messages.",
    searchResults: "Search results",
    searchOlder: "Search older messages",
    searchOffline: "You’re offline. The search will continue when you’re back online.",
    searchTooMuch: "That’s too long to search for. Use fewer words.",

    // a room that was closed
    closedTitle: "You’re disconnected",
    closedRoomName: "This room name isn’t valid. Use up to {max} letters, digits, hyphens or underscores.",
    closedProtocol: "This page is out of date. Reload it to continue.",
    closedToken: "Your session has expired. Reload the page to join again.",
    closedName: "Your name isn’t allowed here. Reload the page to join with another one.",
    closedOther: "The room closed the connection: {reason}",
    reload: "Reload",
    toLanding: "Go to the home page",

    // copying
    copied: "Copied",
    copyByHand: "The text is selected. Copy it with your keyboard or menu.",

    // actions on a message
    messageActions: "Message actions",
    reply: "Reply",
    react: "React",
    reactWith: "React with {emoji}",
    whoReacted: "View reactions",
    more: "More",
    copyMessage: "Copy text",
    selectText: "Select text",
    copiedByline: "{name}, {time}:",
    copyMessageLink: "Copy link to message",
    copyFailed: "Couldn’t copy. Your browser doesn’t allow it on this page.",
    pendingDelete: "Message deleted.",
    undo: "Undo",
    announceDeleted: "Message deleted. You can undo this for a few seconds.",
    announceRestored: "Message restored.",
    shortcuts: "Keyboard shortcuts",
    close: "Close",
    keysEverywhere: "Anywhere",
    keysWriting: "While you type",
    keysMessage: "On a message",
    keyHelp: "Show this list",
    keyRegions: "Move between header, messages and text field",
    keySend: "Send",
    keyNewLine: "New line",
    keyEditLast: "Edit your last message, if the field is empty",
    keyCancel: "Cancel the reply or edit, or jump to latest",
    keyMove: "Previous or next message",
    keyEnds: "First or last message",
    keyEnter: "Go to the message’s links and buttons",
    keyLeave: "Go back to the message or the text field",
    keyMenu: "More actions",

    // settings and notifications
    notify: "Notifications",
    notify_off: "Off",
    notify_mentions: "Mentions",
    notify_all: "All messages",
    notifyHint_off: "The page title still shows how many messages are new.",
    notifyHint_mentions:
      "When someone mentions {mention} or replies to you while this page is in the background.",
    notifyHint_all: "For every message that arrives while this page is in the background.",
    notifyDenied:
      "Notifications are blocked. Allow them for this site in your browser’s settings, then choose again.",
    notifyDismissed: "Your browser needs your permission to show notifications. Choose again to allow them.",
    notifyUnsupported: "This browser doesn’t support notifications.",
    sound: "Sound",
    soundHint_mentions: "Play a sound for mentions and replies while this page is in the background",
    soundHint_all: "Play a sound for every message while this page is in the background",
    mute: "Mute this room",
    mute_hour: "1 hour",
    mute_workday: "8 hours",
    mute_always: "Always",
    mutedUntil: "Muted until {time}.",
    mutedAlways: "This room is muted.",
    unmute: "Unmute",
    theme: "Theme",
    theme_auto: "System",
    theme_light: "Light",
    theme_dark: "Dark",
    language: "Language",
    connection: "Connection",
    state_idle: "Not connected",
    state_connecting: "Connecting",
    state_online: "Connected",
    state_reconnecting: "Reconnecting",
    state_offline: "Offline",
    state_closed: "Disconnected",
    transport_websocket: "via WebSocket",
    transport_events: "via server-sent events",
    transport_long_poll: "via long polling",
    transport_short_poll: "via polling every few seconds",
    stateSince: "since {time}",
    // the text of a notification
    notificationFrom: "{name} in {room}",
    notificationMention: "{name} messaged you in {room}",
    notificationMany: { one: "{count} new message in {room}", other: "{count} new messages in {room}" },

    // inviting
    inviteHint: "Anyone with the link can join, read and write.",
    roomLink: "Room link",
    copyLink: "Copy link",
    share: "Share…",
    copy: "Copy",
    qrCode: "QR code for this room",
    qrHint: "Or scan it with a phone.",
    inviteTabs: "Ways to invite",
    inviteLink: "Link",
    inviteEmbed: "Embed",
    inviteBots: "Bots",
    embedHint: "Show this room on your website. “Automatic” follows each visitor’s browser.",
    embedAuto: "Automatic",
    embedHeight: "Height",
    embedCode: "Embed code",
    embedPreview: "Preview of the embedded room",
    botsHint: "Anything that speaks HTTP can join.",
    botSay: "Send a message",
    botRead: "Read messages",
    botScript: "In JavaScript",
    botPython: "In Python",
    toEmbed: "Embed in your website",
    toBots: "Add a bot",
  },

  // Drawn by the Worker.
  pages: {
    tagline: "A room is a link.",
    description: "Open a link and you’re in. Share it and others join you. No sign-up, nothing to install.",
    imageAlt: "Majlis, مجلس: cushions around a lamp, seen from above, and the words “A room is a link.”",
    roomDescription: "Open the link to join the chat room {room}.",
    needsScript: "This page needs JavaScript. Without it, you can use",
    plainPage: "the basic version",
    recentRooms: "Recent rooms",
    forgetRoom: "Remove from recent rooms",
    notFound: "There is nothing at this address.",
  },
  landing: {
    nameLabel: "Room name",
    nameHint: "Anyone with the link can join. A random name is hard to guess.",
    enterRoom: "Enter room",
    suggestAnotherName: "Suggest another name",
    nameInvalid: "Use up to {max} letters, digits, hyphens or underscores, in any language, without spaces.",
    openNearest: "Go to {name}",
    exampleTitle: "An example conversation",
    example: [
      { name: "Ana", person: "1", text: "The kettle is on. Who’s in for tea?" },
      { name: "سارة", person: "2", text: "أنا! سأحضر الكعك معي 🍰" },
      { name: "Tom", person: "3", text: "On my way. Ten minutes." },
      { name: "Ana", person: "1", text: "Perfect, see you both at four." },
    ],
    lobbyTitle: "Try it live",
    lobbyText: "The lobby is a public room: everyone who visits this page can read what you write there.",
    lobbyFrameTitle: "The lobby, a public room",
    features: [
      {
        title: "No lost messages",
        text: "Once a message shows as sent, it’s saved. If you lose your connection, you’ll catch up when you’re back.",
        key: "delivery",
      },
      {
        title: "Any language, any direction",
        text: "Arabic, English and everything in between, each line in its own direction.",
        key: "languages",
      },
      {
        title: "Embed it in your website",
        text: "One line puts a room on any page.",
        key: "embed",
      },
      {
        title: "Easy to build on",
        text: "Every room works with WebSocket, HTTP and plain curl.",
        key: "code",
      },
    ],
    privacy: "No account, no tracking, no third-party scripts.",
    developers: "For developers",
  },
  offline: {
    title: "You’re offline",
    text: "This page will open when you’re back online. Your unsent messages are saved and will be sent then.",
  },
  plain: {
    explanation: "This page works without JavaScript. Refresh it to see new messages. Times are in UTC.",
    fullPage: "Live version",
    olderMessages: "Older messages",
    latestMessages: "Latest messages",
    showNewMessages: "Show new messages",
    empty: "No messages yet. Write the first one.",
    message: "Message",
    errors: {
      empty_text: "Write a message first.",
      invalid_text: "This text has characters that can’t be sent.",
      too_large: "This message is too long. Send it in parts.",
      invalid_name:
        "Names can have up to {max} visible characters, and can’t contain a colon or start with an asterisk.",
      rate_limited: "You’re sending too fast. Wait a moment and try again.",
      overloaded: "The room is busy. Try again in a moment.",
      unavailable: "The room can’t be opened right now. Try again in a moment.",
    },
    unknownError: "Something went wrong. Try again.",
  },

  // Names of emoji that CLDR leaves to be made of parts.
  emoji: { flag: "flag: {region}", keycap: "keycap: {key}", pair: "{first}, {second}" },
} as const satisfies LocaleShape<"one">;
